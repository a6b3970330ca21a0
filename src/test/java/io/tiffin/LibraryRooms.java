package io.tiffin;

import static java.util.Comparator.comparingInt;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatchers;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rooms in which each library may be imported. A library without a line may be imported
 * nowhere: the rooms named {@code feature}, {@code geo}, {@code batching}, {@code evaluation},
 * {@code window} and {@code event} are plain Java on purpose, and a vendor belongs to one room.
 */
final class LibraryRooms {

  private static final String[] EVERYWHERE = {"io.tiffin.."};

  /** Rooms that are wired by Spring; the others are plain Java. */
  private static final String[] WIRED = {
    "io.tiffin",
    "io.tiffin.feature.*..",
    "io.tiffin.guard",
    "io.tiffin.google",
    "io.tiffin.store..",
    "io.tiffin.event.*..",
    "io.tiffin.serving..",
    "io.tiffin.model..",
    "io.tiffin.gate..",
    "io.tiffin.registry..",
    "io.tiffin.estimate..",
    "io.tiffin.journal..",
    "io.tiffin.quality..",
    "io.tiffin.training..",
    "io.tiffin.bulk..",
    "io.tiffin.simulation..",
    "io.tiffin.stream..",
    "io.tiffin.demo..",
    "io.tiffin.trace.*..",
    "io.tiffin.health..",
    "io.tiffin.sizing..",
    "io.tiffin.web.."
  };

  /** Rooms that count and time; inside a store's technology there is no metric, see decorators. */
  private static final String[] MEASURED = {
    "io.tiffin.guard",
    "io.tiffin.store",
    "io.tiffin.event.*..",
    "io.tiffin.serving..",
    "io.tiffin.model..",
    "io.tiffin.registry..",
    "io.tiffin.estimate..",
    "io.tiffin.trace.*..",
    "io.tiffin.journal..",
    "io.tiffin.quality..",
    "io.tiffin.health..",
    "io.tiffin.web.."
  };

  private static final String[] HTTP = {"io.tiffin.web.."};

  private static final String[] JSON = {
    "io.tiffin.web..",
    "io.tiffin.event.json..",
    "io.tiffin.model..",
    "io.tiffin.gate..",
    "io.tiffin.registry..",
    "io.tiffin.training..",
    "io.tiffin.stream..",
    "io.tiffin.sizing.."
  };

  private static final String[] TENSORS = {"io.tiffin.model.djl..", "io.tiffin.training.."};

  private static final String[] GOOGLE = {
    "io.tiffin.google", "io.tiffin.store.bigtable..", "io.tiffin.store.firestore.."
  };

  /** Rooms whose library speaks in protocol buffers. */
  private static final String[] MESSAGES =
      Stream.of(TENSORS, GOOGLE).flatMap(Stream::of).toArray(String[]::new);

  /** The longest prefix decides. */
  private static final List<Library> LIBRARIES =
      List.of(
          new Library("java", EVERYWHERE),
          new Library("org.jspecify", EVERYWHERE),
          new Library("org.slf4j", EVERYWHERE),
          new Library("org.springframework.modulith", EVERYWHERE),
          new Library("com.sun.management", "io.tiffin.gate.."),
          new Library("org.springframework", WIRED),
          new Library("jakarta.validation", WIRED),
          new Library("io.micrometer", MEASURED),
          new Library("io.opentelemetry", "io.tiffin.trace.otel"),
          new Library("org.springframework.boot.health", "io.tiffin.health.."),
          new Library("org.springframework.boot.actuate", "io.tiffin.health.."),
          new Library("org.springframework.boot.actuate.autoconfigure.web", HTTP),
          new Library("org.springframework.boot.web", HTTP),
          new Library("org.springframework.boot.webmvc", HTTP),
          new Library("org.springframework.http", HTTP),
          new Library("org.springframework.web", HTTP),
          new Library("org.springframework.boot.tomcat", HTTP),
          new Library("org.apache.catalina", HTTP),
          new Library("org.apache.tomcat", HTTP),
          new Library("jakarta.servlet", HTTP),
          new Library("io.swagger.v3", HTTP),
          new Library("org.springdoc", HTTP),
          new Library("com.fasterxml.jackson.annotation", JSON),
          new Library("tools.jackson", JSON),
          new Library(
              "org.yaml.snakeyaml",
              "io.tiffin.feature.yaml..",
              "io.tiffin.training..",
              "io.tiffin.sizing.."),
          new Library("org.springframework.data", "io.tiffin.store.redis.."),
          new Library("org.springframework.boot.data.redis", "io.tiffin.store.redis.."),
          new Library("io.lettuce", "io.tiffin.store.redis.."),
          new Library("io.netty", "io.tiffin.store.redis..", "io.tiffin.store.memcached.."),
          new Library("reactor", "io.tiffin.store.redis.."),
          new Library("javax.net.ssl", "io.tiffin.store.."),
          new Library("com.spotify.folsom", "io.tiffin.store.memcached.."),
          new Library("com.google.cloud.bigtable", "io.tiffin.store.bigtable.."),
          new Library("com.google.cloud.firestore", "io.tiffin.store.firestore.."),
          new Library("com.google.firestore", "io.tiffin.store.firestore.."),
          new Library("com.google.cloud.spring", GOOGLE),
          new Library("com.google.cloud", GOOGLE),
          new Library("com.google.api", GOOGLE),
          new Library("com.google.auth", GOOGLE),
          new Library("com.google.rpc", GOOGLE),
          new Library("io.grpc", GOOGLE),
          new Library("software.amazon.awssdk", "io.tiffin.store.dynamodb.."),
          new Library("software.amazon.dax", "io.tiffin.store.dynamodb.."),
          new Library("com.github.benmanes.caffeine", "io.tiffin.store.caffeine.."),
          new Library("io.github.resilience4j", "io.tiffin.guard"),
          new Library("io.github.resilience4j.ratelimiter", HTTP),
          new Library("org.springframework.security", HTTP),
          new Library("org.springframework.boot.security", HTTP),
          new Library("com.netflix.concurrency", "io.tiffin.web.."),
          new Library("com.uber.h3core", "io.tiffin.geo"),
          new Library("com.datadoghq.sketch", "io.tiffin.window"),
          new Library("org.apache.kafka", "io.tiffin.event.kafka.."),
          new Library("org.springframework.kafka", "io.tiffin.event.kafka.."),
          new Library("org.springframework.boot.kafka", "io.tiffin.event.kafka.."),
          new Library("org.rocksdb", "io.tiffin.store.rocksdb..", "io.tiffin.event.embedded.."),
          new Library("ai.djl", TENSORS),
          new Library("com.google.protobuf", MESSAGES),
          new Library("org.tensorflow", TENSORS));

  private LibraryRooms() {}

  static ArchCondition<JavaClass> useLibrariesOnlyInTheirRooms() {
    return new ArchCondition<>("use each library only in its rooms") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          violation(type, dependency.getTargetClass().getBaseComponentType())
              .map(reason -> reason + ": " + dependency.getDescription())
              .ifPresent(text -> events.add(SimpleConditionEvent.violated(type, text)));
        }
      }
    };
  }

  private static Optional<String> violation(JavaClass user, JavaClass used) {
    if (used.isPrimitive() || used.getPackageName().startsWith("io.tiffin")) {
      return Optional.empty();
    }
    Optional<Library> library =
        LIBRARIES.stream()
            .filter(candidate -> candidate.has(used))
            .max(comparingInt(candidate -> candidate.prefix().length()));
    if (library.isEmpty()) {
      return Optional.of(used.getPackageName() + " has no line in LibraryRooms");
    }
    return library
        .filter(known -> !PackageMatchers.of(known.rooms()).test(user.getPackageName()))
        .map(known -> known.prefix() + " is for " + String.join(", ", known.rooms()));
  }

  private record Library(String prefix, List<String> rooms) {

    Library(String prefix, String... rooms) {
      this(prefix, List.of(rooms));
    }

    boolean has(JavaClass type) {
      String name = type.getPackageName();
      return name.equals(prefix) || name.startsWith(prefix + ".");
    }
  }
}
