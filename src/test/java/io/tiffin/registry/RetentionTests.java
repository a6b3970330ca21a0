package io.tiffin.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.registry.ModelOperations.Answer;
import io.tiffin.store.Outcome.Failed.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTests {

  private static final Duration LONG = RetentionRules.GRACE.plusSeconds(1);

  @TempDir private Path directory;

  private RegistryFixture with(String... retention) throws Exception {
    String[] properties =
        Stream.concat(
                Stream.of("new-versions=wait"),
                Stream.of(retention).map(each -> "retention." + each))
            .toArray(String[]::new);
    RegistryFixture fixture = RegistryFixture.in(directory, properties);
    Instant now = fixture.clock.instant();
    for (int version = 2; version <= 9; version++) {
      fixture.shelf.put("eta", version, now.minus(Duration.ofDays(10 - version)));
    }
    fixture.poll();
    return fixture;
  }

  private static List<String> left(RegistryFixture fixture) throws Exception {
    try (Stream<Path> versions = Files.list(fixture.shelf.root().resolve("eta"))) {
      return versions.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theNewestAreKeptByTheirNumber() throws Exception {
    RegistryFixture fixture = with("versions=3");
    fixture.later(LONG);

    fixture.poll();

    assertThat(left(fixture)).containsExactly("7", "8", "9");
  }

  @Test
  void oldOnesGoByTheirAge() throws Exception {
    RegistryFixture fixture = with("age=4d");
    fixture.later(LONG);

    fixture.poll();

    assertThat(left(fixture)).containsExactly("7", "8", "9");
  }

  @Test
  void theNewestAreKeptByTheirBytes() throws Exception {
    long each = bytes(directory.resolve("sample"));
    RegistryFixture fixture = with("bytes=" + (each * 3 + each / 2) + "B");
    fixture.later(LONG);

    fixture.poll();

    assertThat(left(fixture)).containsExactly("7", "8", "9");
  }

  private static long bytes(Path root) throws Exception {
    return FilesStamp.of(new Shelf(root).put("eta", 2)).bytes();
  }

  /** Control: of eight that have no role, the usual settings remove none. */
  @Test
  void withoutANarrowRuleAllStay() throws Exception {
    RegistryFixture fixture = with();
    fixture.later(LONG);

    fixture.poll();

    assertThat(left(fixture)).hasSize(8);
  }

  @Test
  void aVersionWithARoleStaysWhateverTheRulesSay() throws Exception {
    RegistryFixture fixture = with("versions=1", "age=1s", "bytes=1B");
    assertThat(fixture.activate(2)).isInstanceOf(Answer.Done.class);
    assertThat(fixture.activate(3)).isInstanceOf(Answer.Done.class);
    assertThat(fixture.canary(4, 10)).isInstanceOf(Answer.Done.class);
    assertThat(fixture.room.operations.shadow("eta", "5")).isInstanceOf(Answer.Done.class);
    fixture.later(LONG);

    fixture.poll();
    assertThat(left(fixture)).containsExactly("2", "3", "4", "5", "9");

    assertThat(fixture.room.operations.retire("eta", "4")).isInstanceOf(Answer.Done.class);
    fixture.later(LONG);
    fixture.poll();
    assertThat(left(fixture)).containsExactly("2", "3", "5", "9"); // control
  }

  @Test
  void whatWasFoundJustNowStays() throws Exception {
    RegistryFixture fixture = with("versions=1");
    fixture.later(Duration.ofMinutes(2));

    fixture.poll();

    assertThat(left(fixture)).hasSize(8);
  }

  @Test
  void nothingIsRemovedWhileTheRolesAreNotKnown() throws Exception {
    RegistryFixture fixture = with("versions=1");
    fixture.memory().failing(Reason.TIMED_OUT);
    fixture.later(LONG);

    fixture.poll();
    assertThat(left(fixture)).hasSize(8);

    fixture.memory().healthy();
    fixture.later(LONG);
    fixture.poll();
    assertThat(left(fixture)).containsExactly("9");
  }

  @Test
  void whatWaitsForTheGateStays() throws Exception {
    RegistryFixture fixture = RegistryFixture.in(directory, "retention.versions=1");
    fixture.turns.hold();
    for (int version = 2; version <= 4; version++) {
      fixture.shelf.put("eta", version);
    }
    fixture.poll();
    fixture.later(LONG);
    fixture.poll();

    assertThat(left(fixture)).containsExactly("2", "3", "4");

    fixture.turns.letGo();
    fixture.later(LONG);
    fixture.poll();
    assertThat(left(fixture)).containsExactly("4");
  }

  @Test
  void aLinkIsRemovedAndNotWhatItLeadsTo() throws Exception {
    RegistryFixture fixture = with("versions=1");
    Path kept = new Shelf(directory.resolve("elsewhere")).put("eta", 10);
    Files.createSymbolicLink(fixture.shelf.root().resolve("eta/8-"), kept);
    Path version = fixture.shelf.root().resolve("eta/8");
    Files.move(version, directory.resolve("eight"));
    Files.createSymbolicLink(version, kept);
    fixture.later(LONG);

    fixture.poll();

    assertThat(left(fixture)).containsExactly("8-", "9");
    assertThat(kept.resolve("weights")).exists();
  }

  @Test
  void aModelThatLiesElsewhereIsLeftAlone() throws Exception {
    RegistryFixture fixture = with("versions=1");
    Path elsewhere = directory.resolve("elsewhere");
    new Shelf(elsewhere).put("rush", 1);
    new Shelf(elsewhere).put("rush", 2);
    Files.createSymbolicLink(fixture.shelf.root().resolve("rush"), elsewhere.resolve("rush"));
    fixture.poll();
    fixture.later(LONG);

    fixture.poll();

    assertThat(elsewhere.resolve("rush/1")).exists();
    assertThat(fixture.room.served.names()).containsExactly("eta");
  }

  @Test
  void whatADeadProcessHadBegunToRemoveIsFinished() throws Exception {
    RegistryFixture fixture = with();
    Path half = fixture.shelf.root().resolve("eta/.removed-1-x");
    Files.createDirectories(half.resolve("variables"));
    fixture.later(LONG);

    fixture.poll();

    assertThat(half).doesNotExist();
  }
}
