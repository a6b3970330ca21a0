package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.RowKey;
import io.tiffin.guard.Guard;
import io.tiffin.guard.GuardReading.State;
import io.tiffin.guard.Guards;
import io.tiffin.guard.TestGuards;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.RowCache.Lease;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GuardedRowCacheTests {

  private static final List<RowKey> KEYS = List.of(new RowKey("v", "a"), new RowKey("v", "b"));
  private static final List<Standing> CHANGES = List.of(new Standing.AtLeast(KEYS.getFirst(), 7));
  private static final CacheRead DOWN = new CacheRead.Failed(Reason.ERROR, new IOException("down"));

  private final FakeTicker ticker = new FakeTicker();
  private final Guards guards = TestGuards.of(ticker);
  private final Guard reads = guards.limited("scripted");
  private final Guard writes = guards.unlimited("scripted-writes");
  private final ScriptedRowCache cache = new ScriptedRowCache();
  private final RowCache guarded = new GuardedRowCache(cache, reads, writes);

  @Test
  void aCacheThatFailsIsNotReadAnyMoreAndSaysSo() {
    cache.reading = () -> DOWN;
    findOften();
    int before = cache.finds;

    List<CacheRead> refused = guarded.find(KEYS, deadline());
    List<Lease> leases = guarded.lease(KEYS, deadline());

    assertThat(before).isEqualTo(TestGuards.CALLS);
    assertThat(cache.finds).isEqualTo(before);
    assertThat(refused)
        .hasSize(2)
        .allSatisfy(read ->
            assertThat(read)
                .isInstanceOfSatisfying(
                    CacheRead.Failed.class,
                    failed -> {
                      assertThat(failed.reason()).isEqualTo(Reason.ERROR);
                      assertThat(Guard.isRefusal(failed.cause())).isTrue();
                    }));
    assertThat(leases).containsExactly(Lease.NONE, Lease.NONE);
    assertThat(cache.leases).isZero();
  }

  /** Control: without the guard the dead cache is asked every time. */
  @Test
  void unguardedItIsAskedOnAndOn() {
    cache.reading = () -> DOWN;

    for (int call = 0; call < 1000; call++) {
      var _ = cache.find(KEYS, deadline());
    }

    assertThat(cache.finds).isEqualTo(1000);
  }

  @Test
  void aCacheThatHealsIsReadAgain() {
    cache.reading = () -> DOWN;
    findOften();
    cache.reading = CacheRead.Miss::new;

    ticker.advance(TestGuards.WAIT.plusNanos(1));
    findOften();

    assertThat(reads.reading().state()).isEqualTo(State.CLOSED);
    assertThat(guarded.find(KEYS, deadline())).containsOnly(new CacheRead.Miss());
  }

  @Test
  void aCacheThatTakesNoWritesIsReadOn() {
    cache.writing = () -> new WriteOutcome.Failed("READONLY", new IOException("READONLY"));

    for (int call = 0; call < 2 * TestGuards.CALLS; call++) {
      var _ = guarded.update(CHANGES, deadline());
    }

    assertThat(cache.updates).isEqualTo(TestGuards.CALLS);
    assertThat(writes.reading().state()).isEqualTo(State.OPEN);
    assertThat(guarded.find(KEYS, deadline())).containsOnly(new CacheRead.Miss());
    guarded.fill(List.of(), deadline());
    assertThat(cache.fills).isZero();
  }

  /** A cache that is only read is only ever filled: that must be enough to close the guard. */
  @Test
  void fillsAloneCloseTheGuardOfAHealedCache() {
    cache.writing = () -> new WriteOutcome.Failed("READONLY", new IOException("READONLY"));
    for (int call = 0; call < TestGuards.CALLS; call++) {
      var _ = guarded.update(CHANGES, deadline());
    }
    State before = writes.reading().state();
    ticker.advance(TestGuards.WAIT.plusNanos(1));

    for (int call = 0; call < TestGuards.TRIALS; call++) {
      guarded.fill(List.of(), deadline());
    }

    assertThat(before).isEqualTo(State.OPEN);
    assertThat(writes.reading().state()).isEqualTo(State.CLOSED);
  }

  /** Control for {@link RefusedRowException}: any other cause opens the guard, above. */
  @Test
  void aKeyThatTheTierRefusesByItselfIsNoFaultOfTheTier() {
    cache.writing = () -> new WriteOutcome.Failed("no row", new RefusedRowException("no row"));

    for (int call = 0; call < 100; call++) {
      var _ = guarded.update(CHANGES, deadline());
    }

    assertThat(writes.reading().state()).isEqualTo(State.CLOSED);
    assertThat(cache.updates).isEqualTo(100);
  }

  @Test
  void whatIsNotTakenWhileItIsClosedOffIsRepairedWhenItHeals() {
    CacheRepairs repairs =
        new CacheRepairs(
            guarded,
            new CacheRepairs.Settings(Duration.ofMillis(100), 100, Duration.ofHours(1)),
            ticker);
    cache.writing = () -> new WriteOutcome.Failed("down", new IOException("down"));
    for (int call = 0; call < 2 * TestGuards.CALLS; call++) {
      repairs.update(CHANGES);
    }
    boolean repairedTooEarly = repairs.repair();

    cache.writing = WriteOutcome.Applied::new;
    ticker.advance(TestGuards.WAIT.plusNanos(1));

    assertThat(repairedTooEarly).isFalse();
    assertThat(repairs.repair()).isTrue();
    assertThat(repairs.isPending(KEYS.getFirst())).isFalse();
  }

  @Test
  void aRowThatCannotBeReadIsNoFaultOfTheCache() {
    cache.reading =
        () ->
            new CacheRead.Failed(
                Reason.ERROR, new UnreadableRowException(KEYS.getFirst(), "damaged"));

    for (int call = 0; call < 100; call++) {
      var _ = guarded.find(KEYS, deadline());
    }

    assertThat(reads.reading().state()).isEqualTo(State.CLOSED);
  }

  @Test
  void oneBrokenShardDoesNotStopTheOthers() {
    AtomicInteger read = new AtomicInteger();
    List<RowKey> three = List.of(KEYS.get(0), KEYS.get(1), new RowKey("v", "c"));
    cache.reading = () -> read.incrementAndGet() % 3 == 0 ? DOWN : new CacheRead.Miss();

    for (int call = 0; call < 100; call++) {
      var _ = guarded.find(three, deadline());
    }

    assertThat(reads.reading().state()).isEqualTo(State.CLOSED);
  }

  @Test
  void aTimeOutCountsOnlyIfTheCacheHadAFairShareOfItsTime() {
    cache.reading = () -> new CacheRead.Failed(Reason.TIMED_OUT, null);
    for (int call = 0; call < 100; call++) {
      var _ = guarded.find(KEYS, Deadline.in(Duration.ofMillis(1), ticker));
    }
    State afterShort = reads.reading().state();

    findOften();

    assertThat(afterShort).isEqualTo(State.CLOSED);
    assertThat(reads.reading().state()).isEqualTo(State.OPEN);
  }

  @Test
  void leasesThatTakeAllTheTimeCountToo() {
    cache.delay = () -> ticker.advance(TestGuards.LIMIT);

    for (int call = 0; call < TestGuards.CALLS; call++) {
      var _ = guarded.lease(KEYS, deadline());
    }

    assertThat(reads.reading().state()).isEqualTo(State.OPEN);
  }

  @Test
  void anInterruptedCallerSaysNothingAboutTheCache() {
    cache.reading = () -> DOWN;

    Thread.currentThread().interrupt();
    findOften();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(reads.reading().state()).isEqualTo(State.CLOSED);
  }

  @Test
  void anExceptionAgainstTheContractFailsItsKeysAndCounts() {
    IllegalStateException bug = new IllegalStateException("bug");
    cache.reading =
        () -> {
          throw bug;
        };
    cache.writing =
        () -> {
          throw bug;
        };

    List<CacheRead> found = guarded.find(KEYS, deadline());
    List<WriteOutcome> updated = guarded.update(CHANGES, deadline());
    findOften();

    assertThat(found).containsOnly(new CacheRead.Failed(Reason.ERROR, bug));
    assertThat(updated.getFirst())
        .isInstanceOfSatisfying(
            WriteOutcome.Failed.class, failed -> assertThat(failed.cause()).isSameAs(bug));
    assertThat(reads.reading().state()).isEqualTo(State.OPEN);
    assertThat(reads.reading().underWay()).isZero();
  }

  @Test
  void checksAreAlwaysMade() {
    cache.reading = () -> DOWN;
    findOften();

    assertThat(guarded.check(deadline()).usable()).isTrue();
  }

  private void findOften() {
    for (int call = 0; call < 2 * TestGuards.CALLS; call++) {
      var _ = guarded.find(KEYS, deadline());
    }
  }

  private Deadline deadline() {
    return Deadline.in(Duration.ofSeconds(1), ticker);
  }
}
