package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query.Consistency;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReadThroughFeatureStoreTests extends FeatureStoreContract {

  private static final Duration TTL = Duration.ofMinutes(1);

  private final FakeTicker ticker = new FakeTicker();
  private final InMemoryFeatureStore source = new InMemoryFeatureStore();
  private final InMemoryRowCache cache = new InMemoryRowCache();
  private final Queue<Runnable> behind = new ArrayDeque<>();
  private final CacheRepairs repairs = repairs(2);

  private CacheRepairs repairs(int limit) {
    return new CacheRepairs(
        cache, new CacheRepairs.Settings(Duration.ofMillis(100), limit, TTL), ticker);
  }

  @Override
  protected FeatureStore open() {
    return chain(repairs);
  }

  private FeatureStore chain(CacheRepairs repairing) {
    return new ReadThroughFeatureStore(
        cache, source, repairing, Duration.ofMillis(100), behind::add);
  }

  @Nested
  class Chained {

    private final RowKey a = new RowKey("v", "a");
    private final Row first = row(1);
    private final Row second = row(2);
    private final FeatureStore chain = chain(repairs);

    @Test
    void aMissReadsTheSourceOnceAndFillsInAndAHitReadsItNot() {
      source.put(List.of(first), soon());

      assertThat(find()).isEqualTo(new Outcome.Found(first, source.source()));
      fillIn();

      assertThat(find()).isEqualTo(new Outcome.Found(first, cache.source()));
      assertThat(find()).isEqualTo(new Outcome.Found(first, cache.source()));
      assertThat(source.finds()).isEqualTo(1);
      assertThat(cache.fills()).isEqualTo(1);
    }

    @Test
    void anAbsenceIsFilledInToo() {
      find();
      fillIn();

      assertThat(find()).isEqualTo(new Outcome.Absent(0, cache.source()));
      assertThat(source.finds()).isEqualTo(1);
    }

    @Test
    void aFailureOfTheSourceIsNotFilledIn() {
      source.failing(Reason.ERROR);
      find();
      fillIn();

      assertThat(cache.held(a)).isNull();
    }

    @Test
    void aWriteReachesTheCacheBeforeItIsAcknowledged() {
      chain.put(List.of(first), soon());
      assertThat(find()).isEqualTo(new Outcome.Found(first, cache.source()));

      chain.replace(second, 1, soon());
      assertThat(find()).isEqualTo(new Outcome.Found(second, cache.source()));

      chain.delete(a, 3, soon());
      assertThat(find()).isEqualTo(new Outcome.Absent(3, cache.source()));
      assertThat(source.finds()).isZero();
    }

    /** By then another process may have written, told the cache, and the cache forgotten. */
    @Test
    void aWriteThatTookLongIsNotPutIntoTheCacheButTakesWhatIsOlderOut() {
      chain.put(List.of(first), soon());
      source.taking(Duration.ofMillis(101), ticker);

      chain.put(List.of(second), soon());

      assertThat(cache.held(a)).isNull();
      assertThat(find()).isEqualTo(new Outcome.Found(second, source.source()));
    }

    @Test
    void aWriteThatTheSourceRefusedTakesWhatIsOlderOutOfTheCache() {
      chain.put(List.of(first), soon());
      source.failing(Reason.ERROR);

      chain.put(List.of(second), soon());

      assertThat(cache.held(a)).isNull();
    }

    @Test
    void anOldReadIsNotFilledInOverANewerWrite() {
      source.put(List.of(first), soon());
      find();
      chain.put(List.of(second), soon());
      fillIn();

      assertThat(find()).isEqualTo(new Outcome.Found(second, cache.source()));
    }

    @Test
    void anOldReadDoesNotResurrectADeletedRow() {
      source.put(List.of(first), soon());
      find();
      chain.delete(a, 2, soon());
      fillIn();

      assertThat(find()).isEqualTo(new Outcome.Absent(2, cache.source()));
    }

    /** The control: what the lease is for. */
    @Test
    void withoutLeasesAnOldReadIsFilledInOverANewerWrite() {
      cache.ignoringLeases();
      source.put(List.of(first), soon());
      find();
      chain.put(List.of(second), soon());
      fillIn();

      assertThat(find()).isEqualTo(new Outcome.Found(first, cache.source()));
    }

    @Test
    void aCacheThatFailsIsPassedBy() {
      source.put(List.of(first), soon());
      cache.failing(_ -> true, Reason.TIMED_OUT);

      assertThat(find()).isEqualTo(new Outcome.Found(first, source.source()));
      assertThat(chain.put(List.of(second), soon())).containsExactly(new WriteOutcome.Applied());
    }

    @Test
    void whatTheCacheDidNotTakeIsReadPastItUntilItIsRepaired() {
      chain.put(List.of(first), soon());
      cache.failing(_ -> true, Reason.ERROR);
      chain.put(List.of(second), soon());
      cache.healthy();

      assertThat(cache.held(a)).as("the cache is behind").isEqualTo(new Standing.Present(first));
      assertThat(find()).isEqualTo(new Outcome.Found(second, source.source()));
      assertThat(repairs.repair()).isTrue();

      assertThat(find()).isEqualTo(new Outcome.Found(second, source.source()));
      fillIn();
      assertThat(find()).isEqualTo(new Outcome.Found(second, cache.source()));
    }

    @Test
    void aRepairThatEndsDuringAReadDoesNotMakeAnOldAnswerLookGood() {
      chain.put(List.of(first), soon());
      cache.failing(_ -> true, Reason.ERROR);
      chain.put(List.of(second), soon());
      cache.healthy();
      var repairing =
          new ReadThroughFeatureStore(
              new RepairedAfterRead(cache, repairs), source, repairs, TTL, behind::add);

      assertThat(repairing.find(query()).getFirst())
          .isEqualTo(new Outcome.Found(second, source.source()));
    }

    @Test
    void aRepairPutsNoRowInThatAnotherProcessHasOverwritten() {
      cache.failing(_ -> true, Reason.ERROR);
      chain.put(List.of(first), soon());
      cache.healthy();
      source.put(List.of(second), soon()); // another process, whose update the cache has forgotten

      repairs.repair();

      assertThat(find()).isEqualTo(new Outcome.Found(second, source.source()));
    }

    @Test
    void moreThanCanBeRememberedIsReadPastTheWholeCacheForItsTimeToLive() {
      chain.put(List.of(first), soon());
      cache.failing(_ -> true, Reason.ERROR);
      chain.put(List.of(other("b"), other("c"), second), soon());
      cache.healthy();
      repairs.repair();

      assertThat(find()).isEqualTo(new Outcome.Found(second, source.source()));
      ticker.advance(TTL);
      cache.forget(a); // its time to live has ended
      find();
      fillIn();
      assertThat(find()).isEqualTo(new Outcome.Found(second, cache.source()));
    }

    private Outcome find() {
      return chain.find(query()).getFirst();
    }

    private Query query() {
      return new Query(List.of(a), soon(), Consistency.NEAREST);
    }

    private void fillIn() {
      for (Runnable fill = behind.poll(); fill != null; fill = behind.poll()) {
        fill.run();
      }
    }

    private Deadline soon() {
      return Deadline.in(Duration.ofSeconds(30), ticker);
    }

    private Row row(long revision) {
      return new Row(a, revision, 0, new byte[] {(byte) revision});
    }

    private static Row other(String entity) {
      return new Row(new RowKey("v", entity), 1, 0, new byte[1]);
    }
  }
}
