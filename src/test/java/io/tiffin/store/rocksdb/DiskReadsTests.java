package io.tiffin.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Absent;
import io.tiffin.store.Outcome.Failed;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.rocksdb.DiskReads.Disk;
import io.tiffin.store.rocksdb.DiskReads.Wanted;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;

class DiskReadsTests {

  private static final Source SOURCE = new Source("ROCKSDB");
  private static final Outcome UNTOUCHED = new Failed(Reason.TIMED_OUT, null, SOURCE);
  private static final Outcome ABSENT = new Absent(0, SOURCE);

  private final CountDownLatch thawed = new CountDownLatch(1);

  @AfterEach
  void thaw() {
    thawed.countDown();
  }

  @Test
  void aDiskThatHangsDoesNotHangTheCaller() throws Exception {
    assertThat(read(this::hang, 100, Duration.ofMillis(1))).hasSize(100).containsOnly(UNTOUCHED);
  }

  /** The control: the same reads from a disk that answers. */
  @Test
  void aDiskThatAnswersIsHeard() throws Exception {
    assertThat(read(key -> null, 100, Duration.ofMinutes(1))).hasSize(100).containsOnly(ABSENT);
  }

  @Test
  void onlyTheKeysThatHangAreTimedOut() throws Exception {
    Disk disk = key -> key[0] == 0 ? hang(key) : null;

    List<Outcome> outcomes = read(disk, 32, Duration.ofSeconds(1));

    assertThat(outcomes.subList(0, 8)).containsOnly(UNTOUCHED);
    assertThat(outcomes.subList(8, 32)).containsOnly(ABSENT);
  }

  @Test
  void aKeyThatCannotBeReadIsAnErrorOfItsOwn() throws Exception {
    var damaged = new RocksDBException("damaged");
    Disk disk =
        key -> {
          if (key[0] == 3) {
            throw damaged;
          }
          return null;
        };

    List<Outcome> outcomes = read(disk, 5, Duration.ofMinutes(1));

    assertThat(outcomes)
        .containsExactly(ABSENT, ABSENT, ABSENT, new Failed(Reason.ERROR, damaged, SOURCE), ABSENT);
  }

  @Test
  void moreThanCanWaitIsRefusedAtOnce() throws Exception {
    int moreThanCanWait = 8 * 1_024 * 2;

    List<Outcome> outcomes = read(this::hang, moreThanCanWait, Duration.ofMillis(1));

    assertThat(outcomes.getLast())
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.reason()).isEqualTo(Reason.ERROR));
  }

  @Test
  void anInterruptEndsTheWait() {
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> read(this::hang, 1, Duration.ofMinutes(1)));
  }

  private byte[] hang(byte[] key) {
    try {
      thawed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return key;
  }

  private static List<Outcome> read(Disk disk, int keys, Duration budget)
      throws InterruptedException {
    var outcomes = new Outcome[keys];
    Arrays.fill(outcomes, UNTOUCHED);
    List<Wanted> wanted =
        IntStream.range(0, keys)
            .mapToObj(i -> new Wanted(i, new RowKey("v", "e" + i), new byte[] {(byte) i}))
            .toList();
    new DiskReads(disk, SOURCE, 2).read(wanted, Deadline.in(budget, new FakeTicker()), outcomes);
    return List.of(outcomes);
  }
}
