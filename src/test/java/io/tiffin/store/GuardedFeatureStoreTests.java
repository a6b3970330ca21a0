package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.guard.Guard;
import io.tiffin.guard.GuardReading.State;
import io.tiffin.guard.Guards;
import io.tiffin.guard.TestGuards;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query.Consistency;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GuardedFeatureStoreTests {

  private static final RowKey KEY = new RowKey("v", "a");

  private final FakeTicker ticker = new FakeTicker();
  private final Guards guards = TestGuards.of(ticker);
  private final Guard reads = guards.limited("source");
  private final Guard writes = guards.unlimited("source-writes");
  private final InMemoryFeatureStore store = new InMemoryFeatureStore();
  private final FeatureStore guarded = new GuardedFeatureStore(store, reads, writes);

  @Test
  void aSourceThatFailsIsNotAskedAnyMore() {
    store.failing(Reason.ERROR);
    for (int call = 0; call < 100; call++) {
      var _ = find();
    }

    assertThat(store.finds()).isEqualTo(TestGuards.CALLS);
    assertThat(find())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(Reason.ERROR);
              assertThat(failed.source()).isEqualTo(store.source());
              assertThat(Guard.isRefusal(failed.cause())).isTrue();
            });
  }

  @Test
  void aSourceThatHealsIsBackWithinThreeSeconds() {
    store.failing(Reason.ERROR);
    for (int call = 0; call < 100; call++) {
      var _ = find();
      ticker.advance(Duration.ofMillis(33));
    }
    store.healthy();

    int waited = 0;
    while (reads.reading().state() != State.CLOSED) {
      var _ = find();
      ticker.advance(Duration.ofMillis(100));
      waited += 100;
      assertThat(waited).isLessThan(3000);
    }
    assertThat(find()).isInstanceOf(Outcome.Absent.class);
  }

  /** A row per call fails, and the deadline of the guard, not of the caller, decides. */
  @Test
  void aSourceThatIsSlowIsAskedNoLongerThanItsLimit() {
    store.taking(TestGuards.LIMIT.multipliedBy(2), ticker);

    Outcome late = find();
    for (int call = 0; call < 100; call++) {
      var _ = find();
    }

    assertThat(late).isEqualTo(new Outcome.Failed(Reason.TIMED_OUT, null, store.source()));
    assertThat(store.finds()).isEqualTo(TestGuards.CALLS);
  }

  @Test
  void writesOfEveryKindAreClosedOffTogetherAndReadsAreNot() {
    FeatureStore broken =
        new GuardedFeatureStore(new RefusingStore(store, new IOException("broken")), reads, writes);
    for (int call = 0; call < TestGuards.CALLS; call++) {
      var _ = broken.put(List.of(row(call + 1)), deadline());
    }

    assertThat(writes.reading().state()).isEqualTo(State.OPEN);
    assertThat(broken.put(List.of(row(1), row(2)), deadline())).hasSize(2).allMatch(this::refused);
    assertThat(refused(broken.delete(KEY, 3, deadline()))).isTrue();
    assertThat(refused(broken.replace(row(4), 0, deadline()))).isTrue();
    assertThat(find()).isInstanceOf(Outcome.Absent.class);
  }

  @Test
  void aWriteThatTheSourceRefusesForAReasonOfItsOwnStopsNothing() {
    FeatureStore full = new GuardedFeatureStore(new RefusingStore(store, null), reads, writes);

    for (int call = 0; call < 100; call++) {
      var _ = full.put(List.of(row(call + 1)), deadline());
    }

    assertThat(writes.reading().state()).isEqualTo(State.CLOSED);
  }

  @Test
  void whatNoSourceWouldTakeIsRefusedAsBefore() {
    for (int call = 0; call < 2 * TestGuards.CALLS; call++) {
      assertThatThrownBy(() -> guarded.delete(KEY, 0, deadline()))
          .isInstanceOf(IllegalArgumentException.class);
    }

    assertThat(writes.reading()).extracting("state", "underWay").containsExactly(State.CLOSED, 0);
  }

  private boolean refused(WriteOutcome outcome) {
    return outcome instanceof WriteOutcome.Failed failed && Guard.isRefusal(failed.cause());
  }

  private Outcome find() {
    return guarded.find(new Query(List.of(KEY), deadline(), Consistency.NEAREST)).getFirst();
  }

  private static Row row(long revision) {
    return new Row(KEY, revision, 0, new byte[0]);
  }

  private Deadline deadline() {
    return Deadline.in(Duration.ofSeconds(1), ticker);
  }

  /** Takes no write, for this reason, and reads like another store. */
  private static final class RefusingStore extends ForwardingStore {

    private final @Nullable Throwable cause;

    RefusingStore(FeatureStore store, @Nullable Throwable cause) {
      super(store);
      this.cause = cause;
    }

    private WriteOutcome refusal() {
      return new WriteOutcome.Failed("no space left", cause);
    }

    @Override
    public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
      return Collections.nCopies(rows.size(), refusal());
    }

    @Override
    public WriteOutcome delete(RowKey key, long revision, Deadline deadline) {
      return refusal();
    }

    @Override
    public WriteOutcome replace(Row row, long expectedRevision, Deadline deadline) {
      return refusal();
    }
  }
}
