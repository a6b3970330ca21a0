package io.tiffin.event.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.batching.Deadline;
import io.tiffin.event.Event;
import io.tiffin.event.EventIntake.Receipt;
import io.tiffin.event.EventRuntimeStatus.Acceptance;
import io.tiffin.event.ExpectedRows;
import io.tiffin.event.SampleCity;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.ForwardingStore;
import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.WriteOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two machines' runtimes and one source of truth. */
class TwoRuntimesTests {

  private static final Instant START = Instant.parse("2026-06-15T10:00:00Z");

  @TempDir private Path here;
  @TempDir private Path there;
  private final InMemoryFeatureStore store = new InMemoryFeatureStore();
  private final List<Event> city = new SampleCity(7, START, Duration.ofHours(1)).events(4, 10, 100);

  @Test
  void theSecondRefusesInOneSentenceAndTakesOverWhenTheFirstStops() throws Exception {
    RunningEvents first = RunningEvents.on(here, store, "process 1 on a");
    first.send(city.subList(0, 200));
    try (RunningEvents second = RunningEvents.on(there, store, "process 2 on b")) {
      String reason =
          "Events go to process 1 on a, which writes the live rows: one machine's log serves one"
              + " process; set tiffin.events.runtime=kafka to accept them in several.";
      assertThat(second.events.accept(city.subList(0, 10))).isEqualTo(new Receipt.Refused(reason));
      assertThat(second.events.reading().acceptance())
          .isEqualTo(new Acceptance.NotAccepting(reason));

      first.close();

      awaitAccepted(second, city.subList(200, 300));
    }
  }

  /** It is paused, say by a virtual machine's migration, for longer than its lease. */
  @Test
  void oneThatLostItsLeaseUnawaresOverwritesNothing() throws Exception {
    var cut = new CutStore(store);
    try (RunningEvents first = RunningEvents.on(here, cut, "process 1 on a");
        RunningEvents second = RunningEvents.on(there, store, "process 2 on b")) {
      first.send(city);
      first.awaitPublished();
      cut.cut = true;
      awaitAccepted(second, city.subList(0, 300));
      second.awaitPublished();
      first.send(city.subList(0, 10)); // into its own log: it cannot know yet
      cut.cut = false;

      await()
          .untilAsserted(() ->
              assertThat(first.events.accept(city.subList(0, 1)))
                  .isInstanceOf(Receipt.Refused.class));
      first.events.publishNow();
      RunningEvents.assertRows(store, city.subList(0, 300));
    }
  }

  /** The control: without the lease both write, and the rows are nobody's. */
  @Test
  void withoutTheLeaseBothWrite() throws Exception {
    try (RunningEvents first = RunningEvents.on(here, new BlindStore(store), "process 1 on a");
        RunningEvents second = RunningEvents.on(there, new BlindStore(store), "process 2 on b")) {
      first.send(city.subList(0, 300));
      first.awaitPublished();

      second.send(city.subList(300, city.size()));
      second.awaitPublished();

      var expected = ExpectedRows.after(city, RunningEvents.CATALOGUE);
      assertThat(RunningEvents.differences(store, expected)).isNotEmpty();
    }
  }

  private static void awaitAccepted(RunningEvents by, List<Event> events) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(by.events.accept(events)).isInstanceOf(Receipt.Counted.class));
  }

  /** A source that one process can be cut off from. */
  private static final class CutStore extends ForwardingStore {

    private volatile boolean cut;
    private final InMemoryFeatureStore unreachable = new InMemoryFeatureStore();

    CutStore(InMemoryFeatureStore store) {
      super(store);
      unreachable.close();
    }

    @Override
    public List<Outcome> find(Query query) {
      return cut ? unreachable.find(query) : super.find(query);
    }

    @Override
    public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
      return cut ? unreachable.put(rows, deadline) : super.put(rows, deadline);
    }

    @Override
    public WriteOutcome replace(Row row, long expected, Deadline deadline) {
      return cut
          ? unreachable.replace(row, expected, deadline)
          : super.replace(row, expected, deadline);
    }
  }

  /** A source that keeps a lease for each who asks. */
  private static final class BlindStore extends ForwardingStore {

    private final InMemoryFeatureStore leases = new InMemoryFeatureStore();

    BlindStore(InMemoryFeatureStore store) {
      super(store);
    }

    @Override
    public List<Outcome> find(Query query) {
      return isLease(query.keys().getFirst()) ? leases.find(query) : super.find(query);
    }

    @Override
    public WriteOutcome replace(Row row, long expected, Deadline deadline) {
      return leases.replace(row, expected, deadline);
    }

    private static boolean isLease(RowKey key) {
      return key.equals(LeaseRow.KEY);
    }
  }
}
