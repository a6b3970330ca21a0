package io.tiffin.coherence;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.fixture.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.Durations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes on {@code [near-cache, redis]} write versions and read them, together and with
 * faults, and what each read is held against what had been acknowledged when it began.
 */
class CoherenceTests {

  private static final int SCALE = Integer.getInteger("tiffin.test.scale", 1);

  /** Look-ups that are answered: ten million with faults in CI, which runs at scale 5. */
  private static final long READS = SCALE == 1 ? 60_000 : 2_000_000L * SCALE;

  /**
   * What is promised while changes are told is «at once»: the way of a push. Chosen far above it,
   * and far below the near cache's own age, for two processes that share two busy processors.
   */
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  /** A feed that falls silent is noticed by a ping within a second; then nothing is kept. */
  private static final Duration WITH_FAULTS = Duration.ofSeconds(2);

  /** The planted bug shows in some of a thousand. */
  private static final long ENOUGH_TO_SHOW = 40_000;

  @TempDir private Path directory;

  /**
   * Rows live long in the near cache here, told or not: only the feed keeps them from being old.
   */
  @Test
  void withoutFaultsNothingGoesBackAndNothingOldIsServed() throws Exception {
    try (TwoProcesses processes =
        TwoProcesses.start(
            directory, PlantedBug.NONE, "tiffin.store.near-cache.unannounced-max-age=30s")) {
      processes.go();
      readUntil(processes, READS / 2);

      for (Report report : reports(processes)) {
        assertThat(report.stepsBack()).as(report.first()).isZero();
        assertThat(report.lost()).as(report.first()).isZero();
        assertThat(report.near()).isGreaterThan((report.reads() - report.failed()) / 2);
        assertThat(micros(report)).isLessThan(AT_ONCE.plus(processes.stalled()));
      }
    }
  }

  @Test
  void withFaultsNothingGoesBackAndNothingOldIsServedForLong() throws Exception {
    try (TwoProcesses processes = TwoProcesses.start(directory, PlantedBug.NONE)) {
      processes.go();
      do {
        injectEverything(processes);
      } while (processes.reads() < READS);

      for (Report report : reports(processes)) {
        assertThat(report.stepsBack()).as(report.first()).isZero();
        assertThat(report.lost()).as(report.first()).isZero();
        assertThat(report.failed()).as("look-ups that met a fault").isPositive();
        assertThat(micros(report)).isLessThan(WITH_FAULTS.plus(processes.stalled()));
      }
    }
  }

  /** The control: a near cache that never hears of changes is found out by how old it serves. */
  @Test
  void aFeedThatTellsNothingIsFoundOut() throws Exception {
    try (TwoProcesses processes = TwoProcesses.start(directory, PlantedBug.DEAF)) {
      processes.go();
      awaitNewVersions();
      TwoProcesses.pause(WITH_FAULTS.plusSeconds(1));

      assertThat(reports(processes)).anyMatch(report -> micros(report).compareTo(WITH_FAULTS) > 0);
    }
  }

  /** The control: a store that now and then answers with an older version is found out. */
  @Test
  void aStoreThatGoesBackIsFoundOut() throws Exception {
    try (TwoProcesses processes = TwoProcesses.start(directory, PlantedBug.FORGETFUL)) {
      processes.go();
      readUntil(processes, ENOUGH_TO_SHOW);

      assertThat(reports(processes)).anyMatch(report -> report.stepsBack() > 0);
    }
  }

  private static void injectEverything(TwoProcesses processes) {
    Duration calm = Duration.ofMillis(700);
    for (int half = 0; half < 2; half++) {
      processes.during(half, new Fault.BlackHole(), Duration.ofMillis(900));
      TwoProcesses.pause(calm);
      processes.during(half, new Fault.Reset(1_000), Duration.ofMillis(200));
      TwoProcesses.pause(calm);
      processes.during(
          half,
          new Fault.Latency(Duration.ofMillis(75), Duration.ofMillis(75)),
          Duration.ofMillis(600));
      processes.during(half, new Fault.Slices(), Duration.ofMillis(300));
      processes.during(half, new Fault.HeldReplies(), Duration.ofMillis(600));
      TwoProcesses.pause(calm);
      processes.during(half, new Fault.Refuse(), Duration.ofMillis(500));
      TwoProcesses.pause(calm);
    }
    processes.redis().freeze();
    TwoProcesses.pause(Duration.ofMillis(900));
    processes.redis().thaw();
    TwoProcesses.pause(calm);
    processes.redis().kill();
    TwoProcesses.pause(Duration.ofMillis(300));
    processes.redis().start();
    TwoProcesses.pause(Duration.ofSeconds(1));
  }

  /** A disk that stalls holds writes up, and nothing grows old. */
  private void awaitNewVersions() {
    Ledger ledger = Ledger.open(directory.resolve("ledger"), TwoProcesses.KEYS);
    Awaitility.await()
        .atMost(Durations.ONE_MINUTE)
        .until(() ->
            IntStream.range(0, TwoProcesses.KEYS).allMatch(key -> ledger.acknowledged(key) > 2));
  }

  private static void readUntil(TwoProcesses processes, long reads) throws IOException {
    while (processes.reads() < reads) {
      TwoProcesses.pause(Duration.ofMillis(100));
    }
  }

  private static List<Report> reports(TwoProcesses processes) throws IOException {
    List<Report> reports = processes.reports();
    reports.forEach(report -> System.out.println("coherence: " + report));
    return reports;
  }

  private static Duration micros(Report report) {
    return Duration.ofNanos(1_000 * report.worstMicros());
  }
}
