package io.tiffin.event.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.event.Event;
import io.tiffin.event.EventIntake.Receipt;
import io.tiffin.event.EventRuntimeStatus.Acceptance;
import io.tiffin.event.SampleCity;
import io.tiffin.fixture.SmallVolume;
import io.tiffin.store.InMemoryFeatureStore;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** A disk that becomes full while events are accepted, and has room again. */
class FullDiskTests {

  private static final int VOLUME_MEGABYTES = 64;

  @TempDir private Path mountPoint;
  private SmallVolume volume;
  private Path ballast;
  private final InMemoryFeatureStore store = new InMemoryFeatureStore();
  private final List<Event> city =
      new SampleCity(7, Instant.parse("2026-06-15T10:00:00Z"), Duration.ofHours(1))
          .events(4, 10, 200);

  @BeforeEach
  void mount() throws Exception {
    volume = SmallVolume.mount(mountPoint, VOLUME_MEGABYTES);
    ballast = mountPoint.resolve("ballast");
  }

  @AfterEach
  void unmount() throws Exception {
    if (volume != null) {
      volume.unmount();
    }
  }

  @Test
  void belowTheReserveEventsAreRefusedUntilThereIsRoomAgain() throws Exception {
    int half = city.size() / 2;
    try (RunningEvents running = open(DataSize.ofMegabytes(16))) {
      running.send(city.subList(0, half));
      fill(VOLUME_MEGABYTES - 10);

      assertThat(running.events.accept(city.subList(half, half + 10)))
          .isInstanceOfSatisfying(
              Receipt.Unavailable.class,
              it ->
                  assertThat(it.reason())
                      .startsWith("The log of events cannot be written: no space left"));
      assertThat(running.events.reading().acceptance()).isInstanceOf(Acceptance.NotAccepting.class);

      Files.delete(ballast);

      running.send(city.subList(half, city.size()));
      running.awaitPublished();
      RunningEvents.assertRows(store, city);
    }
  }

  /**
   * The control of the reserve: the disk itself refuses, in the middle of a group or of a batch.
   */
  @Test
  void withoutAReserveNothingThatWasAcknowledgedIsLost() throws Exception {
    int accepted = 0;
    try (RunningEvents running = open(DataSize.ofBytes(0))) {
      running.send(city.subList(0, 100));
      accepted = 100;
      fillWholly();
      while (accepted + 10 <= city.size()
          && running.events.accept(city.subList(accepted, accepted + 10))
              instanceof Receipt.Counted) {
        accepted += 10;
      }
      assertThat(accepted).isLessThan(city.size());

      Files.delete(ballast);

      int from = accepted;
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() ->
              assertThat(running.events.accept(city.subList(from, city.size())))
                  .isInstanceOf(Receipt.Counted.class));
      running.awaitPublished();
      RunningEvents.assertRows(store, city);
    }
    try (RunningEvents running = open(DataSize.ofBytes(0))) {
      assertThat(running.events.lagEvents()).isZero();
      RunningEvents.assertRows(store, city);
    }
  }

  private RunningEvents open(DataSize reserve) throws Exception {
    return RunningEvents.on(mountPoint.resolve("events"), store, reserve);
  }

  private void fill(int megabytes) throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(ballast.toFile(), "rw")) {
      byte[] megabyte = new byte[1 << 20];
      for (int i = 0; i < megabytes; i++) {
        file.write(megabyte);
      }
    }
  }

  private void fillWholly() throws Exception {
    byte[] some = new byte[4_096];
    try (RandomAccessFile file = new RandomAccessFile(ballast.toFile(), "rw")) {
      while (Files.getFileStore(mountPoint).getUsableSpace() >= some.length) {
        file.write(some);
      }
    }
  }
}
