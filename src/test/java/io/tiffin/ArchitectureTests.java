package io.tiffin;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.modulith.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.stereotype.Component;

/**
 * The shape of the code, as tests. Each failure names its fix; what a room is for stands in its
 * {@code package-info}, which libraries a room may use in {@link LibraryRooms}.
 */
class ArchitectureTests {

  private static final int MOST_LINES = 400;

  /** What runtimes of events read and write; the wire form of events and no technology. */
  private static final String EVENTS_AS_JSON = "io.tiffin.event.json..";

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.tiffin");

  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("jmh_generated"))
          .importPackages("io.tiffin");

  @Test
  void roomsUseOnlyTheRoomsTheyDeclare() {
    List<String> violations = ApplicationModules.of("io.tiffin").detectViolations().getMessages();

    assertThat(violations)
        .as(
            "A room uses what its package-info does not allow, or what another room hides."
                + " Fix: move the line to the room it belongs to, let the lower room own a small port,"
                + " or add the room to allowedDependencies if the design means it.")
        .isEmpty();
  }

  @Test
  void packagesHaveNoCycles() {
    check(
        slices().matching("io.tiffin.(**)").should().beFreeOfCycles(),
        "two packages that need each other are one. Fix: let the lower one own a port that the"
            + " higher one implements",
        MAIN);
  }

  @Test
  void roomsDoNotKnowTheRoot() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.tiffin.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.tiffin"),
        "the root starts the rooms and is known by none. Fix: take what is needed as a bean of a"
            + " type that a room owns",
        MAIN);
  }

  @Test
  void technologiesDoNotSeeEachOther() {
    for (String owner : List.of("store", "event", "model")) {
      check(
          slices()
              .matching("io.tiffin." + owner + ".(*)..")
              .should()
              .notDependOnEachOther()
              .ignoreDependency(alwaysTrue(), resideInAPackage(EVENTS_AS_JSON)),
          "one technology must be removable without touching another. Fix: move what both need up"
              + " into io.tiffin."
              + owner,
          MAIN);
    }
  }

  @Test
  void aStoreTechnologyShowsNoType() {
    check(
        classes().that().resideInAPackage("io.tiffin.store.*..").should().notBePublic(),
        "beans of the port's type are its only door. Fix: make the class package-private",
        MAIN);
  }

  @Test
  void librariesAreUsedOnlyInTheirRooms() {
    check(
        classes().should(LibraryRooms.useLibrariesOnlyInTheirRooms()),
        "a library that is everywhere cannot be replaced. Fix: move the line to the library's room"
            + " behind a port, or change its line in LibraryRooms if the design means it",
        MAIN);
  }

  @Test
  void everyPackageIsNullMarkedAndDeclaresItsDependencies() {
    Set<String> undeclared =
        MAIN.stream()
            .map(JavaClass::getPackage)
            .filter(room -> !room.getName().equals("io.tiffin"))
            .filter(room ->
                !room.isAnnotatedWith(NullMarked.class)
                    || room.tryGetAnnotationOfType(ApplicationModule.class)
                        .filter(ArchitectureTests::declaresDependencies)
                        .isEmpty())
            .map(room -> room.getName())
            .collect(toCollection(TreeSet::new));

    assertThat(undeclared)
        .as(
            "Packages whose package-info.java is missing or incomplete. Fix: write one that says what"
                + " the room is and must not know, annotated @NullMarked and"
                + " @ApplicationModule(allowedDependencies = {…}).")
        .isEmpty();
  }

  @Test
  void testsDoNotSleep() {
    check(
        noClasses().should().accessTargetWhere(describe("sleeps", ClockReads::sleeps)),
        "a sleeping test is slow and still flaky. Fix: drive a fake clock, or wait for a real"
            + " process with Awaitility",
        TESTS);
  }

  @Test
  void onlyTheClockBeansReadAClock() {
    check(
        noClasses()
            .that(describe("are not the clock beans", type -> !ClockReads.allowedIn(type)))
            .should()
            .accessTargetWhere(describe("reads a clock", ClockReads::isOne)),
        "time is a parameter. Fix: take a Clock or a Ticker in the constructor; in a test, a fake"
            + " one",
        MAIN,
        TESTS);
  }

  @Test
  void classNamesSayARoleAndNotARank() {
    check(
        noClasses()
            .should()
            .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Base|Common|Info|V\\d+)"),
        "these words name a rank and no role. Fix: say what it does in the field's words",
        MAIN,
        TESTS);
  }

  @Test
  void noPackageIsADrawer() {
    check(
        noClasses()
            .should()
            .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper.."),
        "a drawer collects what belongs elsewhere. Fix: make it a private method of its only"
            + " caller, or give it to the room whose change would change it",
        MAIN,
        TESTS);
  }

  @Test
  void whatMakesBeansIsFoundByItsName() {
    check(
        classes()
            .that()
            .areMetaAnnotatedWith(Component.class)
            .and()
            .areNotAnnotatedWith(SpringBootConfiguration.class)
            .should()
            .haveNameMatching(".*(?:" + TiffinApplication.BEANS + ")"),
        "the service looks into no other classes for beans. Fix: a name that ends so",
        MAIN);
  }

  @Test
  void settingsAreNamedByTheirRooms() {
    Set<Class<?>> named =
        MAIN.stream()
            .filter(type -> type.isAnnotatedWith(EnableConfigurationProperties.class))
            .map(JavaClass::reflect)
            .flatMap(
                type -> Stream.of(type.getAnnotation(EnableConfigurationProperties.class).value()))
            .collect(toSet());
    Set<String> forgotten =
        MAIN.stream()
            .filter(type -> type.isAnnotatedWith(ConfigurationProperties.class))
            .filter(type -> !named.contains(type.reflect()))
            .map(JavaClass::getName)
            .collect(toCollection(TreeSet::new));
    assertThat(forgotten)
        .as(
            "Settings that no room names, where the service does not look. Fix:"
                + " @EnableConfigurationProperties at the configuration of the room")
        .isEmpty();
  }

  @Test
  void sourceFilesAreShort() {
    Set<String> tooLong =
        Stream.of(Path.of("src/main/java"), Path.of("src/test/java"))
            .flatMap(ArchitectureTests::javaFiles)
            .filter(file -> lines(file) > MOST_LINES)
            .map(Path::toString)
            .collect(toCollection(TreeSet::new));

    assertThat(tooLong)
        .as(
            "Files of more than %d lines. Fix: find the second responsibility and give it its own"
                + " class; in tests, group by behaviour into several classes.",
            MOST_LINES)
        .isEmpty();
  }

  @Test
  void errorsHaveTypes() {
    check(
        NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS,
        "a caller cannot tell a bare RuntimeException from a bug. Fix: throw a type that names the"
            + " failure, or make a foreseeable failure a value",
        MAIN);
  }

  @Test
  void dependenciesComeThroughConstructors() {
    check(
        NO_CLASSES_SHOULD_USE_FIELD_INJECTION,
        "an object must be complete once it is made. Fix: a constructor parameter",
        MAIN);
  }

  @Test
  void optionalIsOnlyReturned() {
    check(
        fields()
            .that()
            .areDeclaredInClassesThat(describe("are not records", type -> !type.isRecord()))
            .should()
            .notHaveRawType(Optional.class),
        "an Optional is for a caller to unwrap at once. Fix: a @Nullable field, or a sealed type",
        MAIN);
  }

  private static void check(ArchRule rule, String reason, JavaClasses... sets) {
    for (JavaClasses classes : sets) {
      rule.because(reason).allowEmptyShould(true).check(classes);
    }
  }

  private static boolean declaresDependencies(ApplicationModule room) {
    return !Arrays.asList(room.allowedDependencies()).contains(ApplicationModule.OPEN_TOKEN);
  }

  private static Stream<Path> javaFiles(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
