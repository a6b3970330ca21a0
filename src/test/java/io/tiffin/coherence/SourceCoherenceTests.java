package io.tiffin.coherence;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.fixture.Fault;
import io.tiffin.fixture.StoreServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two processes on {@code [near-cache, redis]} with a source of truth behind: what they read while
 * much goes wrong is held against what had been acknowledged. What the checker finds out when a
 * store is broken is shown by {@link CoherenceTests}.
 */
class SourceCoherenceTests {

  private static final int SCALE = Integer.getInteger("tiffin.test.scale", 1);

  /** Look-ups that are answered with faults: a hundred thousand in CI, which runs at scale 5. */
  private static final long READS = 20_000L * SCALE;

  /** While Redis is well near caches are told at once: chosen for two busy processors. */
  private static final Duration SOON = Duration.ofSeconds(2);

  /**
   * What a process wrote while it could not reach Redis is repaired every 100 ms from when it can;
   * the longest fault here takes 0.9 s, and its connection is found dead within a second more.
   */
  private static final Duration UNTIL_REPAIRED = Duration.ofSeconds(4);

  private static final Duration CALM = Duration.ofMillis(400);

  @TempDir private Path directory;

  /** One in the default build, which is to be short; every one in CI. */
  static Stream<Named<Supplier<StoreServer>>> sources() {
    return Stream.of(
            Named.<Supplier<StoreServer>>of("bigtable", StoreServer::bigtable),
            Named.<Supplier<StoreServer>>of("firestore", StoreServer::firestore),
            Named.<Supplier<StoreServer>>of("dynamodb", StoreServer::dynamoDb))
        .limit(SCALE == 1 ? 1 : Integer.MAX_VALUE);
  }

  /**
   * A row that a reader fetched from the source itself may be there in Redis in its older form
   * until its writer, who waits for an answer that is lost, tells Redis: a write that nobody was
   * told of may show and go. What has been acknowledged may not; a Redis that two busy processors
   * keep from answering is waited for.
   */
  @ParameterizedTest
  @MethodSource("sources")
  void withFaultsOfTheSourceNothingIsLostOrGoesBackOrIsOld(Supplier<StoreServer> source)
      throws Exception {
    try (TwoProcesses processes =
        TwoProcesses.start(
            directory, source.get(), PlantedBug.NONE, "tiffin.store.cache-update-timeout=2s")) {
      processes.go();
      var _ = processes.redis().execute("FLUSHALL");
      do {
        faultsOfTheSource(processes);
      } while (processes.reads() < READS);

      for (Report report : reports(processes)) {
        assertThat(report.brokenWords()).as(report.first()).isZero();
        assertThat(report.lost()).as(report.first()).isZero();
        assertThat(age(report)).isLessThan(SOON.plus(processes.stalled()));
      }
    }
  }

  /**
   * A reader that read past Redis while it could not reach it may find the older row there
   * afterwards, until the writer has repaired it: that it goes back is allowed here, but not for
   * long.
   */
  @Test
  void withFaultsOfRedisNothingIsLostOrOldForLong() throws Exception {
    try (TwoProcesses processes =
        TwoProcesses.start(directory, StoreServer.bigtable(), PlantedBug.NONE)) {
      processes.go();
      do {
        faultsOfRedis(processes);
      } while (processes.reads() < READS);

      for (Report report : reports(processes)) {
        assertThat(report.lost()).as(report.first()).isZero();
        assertThat(age(report)).isLessThan(UNTIL_REPAIRED.plus(processes.stalled()));
      }
    }
  }

  private static List<Report> reports(TwoProcesses processes) throws IOException {
    List<Report> reports = processes.reports();
    reports.forEach(report -> System.out.println("coherence: " + report));
    return reports;
  }

  private static Duration age(Report report) {
    return Duration.ofNanos(1_000 * report.worstMicros());
  }

  private static void faultsOfTheSource(TwoProcesses processes) {
    List<Fault> faults =
        List.of(
            new Fault.BlackHole(),
            new Fault.Reset(1_000),
            new Fault.Latency(Duration.ofMillis(75), Duration.ofMillis(75)),
            new Fault.HeldReplies(),
            new Fault.Refuse());
    for (int half = 0; half < 2; half++) {
      for (Fault fault : faults) {
        processes.sourceProxy(half).inject(fault);
        TwoProcesses.pause(CALM);
        processes.sourceProxy(half).heal();
        TwoProcesses.pause(CALM);
      }
    }
  }

  private static void faultsOfRedis(TwoProcesses processes) {
    for (int half = 0; half < 2; half++) {
      processes.during(half, new Fault.BlackHole(), Duration.ofMillis(900));
      TwoProcesses.pause(CALM);
      processes.during(half, new Fault.Refuse(), CALM);
      TwoProcesses.pause(CALM);
    }
  }
}
