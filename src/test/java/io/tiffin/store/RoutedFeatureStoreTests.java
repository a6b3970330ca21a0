package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.fixture.RealTicker;
import io.tiffin.store.Outcome.Failed;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query.Consistency;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoutedFeatureStoreTests extends FeatureStoreContract {

  private final ExecutorService besides = Executors.newVirtualThreadPerTaskExecutor();
  private final InMemoryFeatureStore usual = new InMemoryFeatureStore(new Source("USUAL"));
  private final InMemoryFeatureStore live = new InMemoryFeatureStore(new Source("LIVE"));
  private final FeatureStore routed = new RoutedFeatureStore(usual, Map.of("live", live), besides);
  private final CountDownLatch never = new CountDownLatch(1);

  @Override
  protected FeatureStore open() {
    return new RoutedFeatureStore(
        new InMemoryFeatureStore(), Map.of("other", new InMemoryFeatureStore()), besides);
  }

  @AfterEach
  void stop() {
    never.countDown();
    besides.close();
  }

  @Test
  void eachViewIsWrittenToItsOwnStoreAndOutcomesAreInTheOrderAsked() {
    List<WriteOutcome> written =
        routed.put(List.of(row("live", "a"), row("facts", "a"), row("live", "b")), in(1_000));
    List<Outcome> found = find(in(1_000), "live/b", "facts/a", "live/a", "facts/x", "live/b");

    assertThat(written).hasSize(3).hasOnlyElementsOfType(WriteOutcome.Applied.class);
    assertThat(found)
        .extracting(outcome -> outcome.source().name())
        .containsExactly("LIVE", "USUAL", "LIVE", "USUAL", "LIVE");
    assertThat(found.get(3)).isEqualTo(new Outcome.Absent(0, usual.source()));
    assertThat(found.get(0)).isEqualTo(new Outcome.Found(row("live", "b"), live.source()));
  }

  @Test
  void aStoreThatDoesNotKeepToItsDeadlineCostsItsOwnPartOnly() {
    routed.put(List.of(row("live", "a"), row("facts", "a")), in(1_000));
    live.beforeEachCall(this::hang);

    List<Outcome> found = find(in(50), "live/a", "facts/a");
    List<WriteOutcome> written =
        routed.put(List.of(new Row(key("live/a"), 2, 2, new byte[1]), row("facts", "b")), in(50));

    assertThat(found.get(0)).isEqualTo(new Failed(Reason.TIMED_OUT, null, live.source()));
    assertThat(found.get(1)).isInstanceOf(Outcome.Found.class);
    assertThat(written.get(0)).isInstanceOf(WriteOutcome.Failed.class);
    assertThat(written.get(1)).isEqualTo(new WriteOutcome.Applied());
  }

  /** The control: asked one after another, the store that hangs holds up everything. */
  @Test
  void alone_aStoreThatHangsIsWaitedFor() {
    live.beforeEachCall(this::hang);
    Thread caller = Thread.ofVirtual().start(() -> live.find(query(in(50), "live/a")));

    assertThat(joinsWithin(caller, Duration.ofMillis(300))).isFalse();
  }

  @Test
  void aStoreThatThrowsCostsItsOwnPartOnly() {
    usual.put(List.of(row("facts", "a")), in(1_000));
    live.beforeEachCall(() -> {
      throw new IllegalStateException("broken");
    });

    List<Outcome> found = find(in(1_000), "live/a", "facts/a");

    assertThat(found.get(0))
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.reason()).isEqualTo(Reason.ERROR));
    assertThat(found.get(1)).isInstanceOf(Outcome.Found.class);
  }

  private void hang() {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean joinsWithin(Thread thread, Duration patience) {
    try {
      return thread.join(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private List<Outcome> find(Deadline deadline, String... keys) {
    return routed.find(query(deadline, keys));
  }

  private static Query query(Deadline deadline, String... keys) {
    return new Query(
        java.util.Arrays.stream(keys).map(RoutedFeatureStoreTests::key).toList(),
        deadline,
        Consistency.NEAREST);
  }

  private static RowKey key(String text) {
    return KeyEncoding.key(text).orElseThrow();
  }

  private static Row row(String view, String entity) {
    return new Row(new RowKey(view, entity), 1, 1, BODY);
  }

  private static final byte[] BODY = new byte[4];

  private static Deadline in(long millis) {
    return Deadline.in(Duration.ofMillis(millis), new RealTicker());
  }
}
