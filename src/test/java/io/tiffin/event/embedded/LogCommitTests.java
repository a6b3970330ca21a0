package io.tiffin.event.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.event.EventIntake.Receipt;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Calls that wait at the same time share one write and one wait for the device. */
class LogCommitTests {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int CALLS = 50;

  @TempDir private Path directory;
  private final List<Integer> groups = new ArrayList<>();
  private CountDownLatch goOn = new CountDownLatch(0);
  private EventLog log;
  private LogCommit commit;

  private void open(DataSize minimumFree) throws Exception {
    LogSettings settings =
        new LogSettings(
            DataSize.ofMegabytes(1),
            Duration.ofDays(1),
            Duration.ofDays(1),
            DataSize.ofMegabytes(10),
            minimumFree);
    log = EventLog.open(directory, settings, LogPosition.START, () -> Instant.EPOCH);
    commit =
        new LogCommit(
            log,
            (group, _) -> {
              groups.add(group.size());
              assertThat(goOn.await(10, TimeUnit.SECONDS)).isTrue();
            });
    commit.start();
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(commit.stop(PATIENCE)).isTrue();
    log.close();
  }

  @Test
  void callsThatWaitTogetherAreOneGroup() throws Exception {
    open(DataSize.ofBytes(0));
    goOn = new CountDownLatch(1);
    submitted(0).logged().get(10, TimeUnit.SECONDS);
    List<Appending> waiting = new ArrayList<>();
    for (int i = 1; i <= CALLS; i++) {
      waiting.add(submitted(i));
    }

    goOn.countDown();
    for (Appending call : waiting) {
      assertThat(call.logged().get(10, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(log.forces()).isEqualTo(2);
    assertThat(log.end().event()).isEqualTo(1 + CALLS);
  }

  /** The control: what does not wait together does not share. */
  @Test
  void callsOneAfterTheOtherAreAsManyGroups() throws Exception {
    open(DataSize.ofBytes(0));
    for (int i = 0; i < CALLS; i++) {
      submitted(i).logged().get(10, TimeUnit.SECONDS);
    }

    assertThat(log.forces()).isEqualTo(CALLS);
  }

  @Test
  void aDeviceThatIsFullRefusesAndNothingIsHandedOn() throws Exception {
    open(DataSize.ofTerabytes(1_000));

    Appending call = submitted(0);

    assertThat(call.receipt().get(10, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            Receipt.Unavailable.class,
            it ->
                assertThat(it.reason())
                    .startsWith("The log of events cannot be written: no space left"));
    assertThat(commit.lastFailure()).contains("no space left");
    assertThat(groups).isEmpty();
  }

  private Appending submitted(int number) throws InterruptedException {
    Appending call = Appending.of(List.of(), List.of(("event " + number).getBytes(UTF_8)));
    assertThat(commit.submit(call, PATIENCE)).isTrue();
    return call;
  }
}
