package io.tiffin.event.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Deadline;
import io.tiffin.event.Event;
import io.tiffin.event.EventIntake.Receipt;
import io.tiffin.event.ExpectedRows;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.fixture.RealClock;
import io.tiffin.fixture.RealTicker;
import io.tiffin.geo.Zones;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.util.unit.DataSize;

/** A runtime on a directory, with real threads and the machine's clock. */
public final class RunningEvents implements AutoCloseable {

  static final Catalogue CATALOGUE = ProductCatalogue.read();
  private static final DataSize RESERVE = DataSize.ofMegabytes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final EventFiles files;
  final EmbeddedEvents events;
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final FeatureStore store;

  private RunningEvents(
      Path directory, FeatureStore store, Catalogue catalogue, String holder, DataSize reserve)
      throws Exception {
    this.store = store;
    EmbeddedEventsProperties properties = properties(directory, reserve);
    files = EventFiles.open(properties, catalogue, new Zones(), new RealClock());
    events =
        new EmbeddedEvents(
            files,
            catalogue,
            store,
            new LeaseRow(files.id(), UUID.randomUUID().toString(), holder, 0),
            properties.lease(),
            new RealClock(),
            new RealClock(),
            new RealTicker(),
            meters);
    events.start();
  }

  static RunningEvents on(Path directory, FeatureStore store) throws Exception {
    return new RunningEvents(directory, store, CATALOGUE, "process 1 on a", RESERVE);
  }

  static RunningEvents on(Path directory, FeatureStore store, String holder) throws Exception {
    return new RunningEvents(directory, store, CATALOGUE, holder, RESERVE);
  }

  public static RunningEvents on(Path directory, FeatureStore store, Catalogue catalogue)
      throws Exception {
    return new RunningEvents(directory, store, catalogue, "process 1 on a", RESERVE);
  }

  /** The row that the store has. */
  Row find(RowKey key) {
    Deadline deadline = Deadline.in(PATIENCE, new RealTicker());
    return switch (store.find(new Query(List.of(key), deadline, Consistency.SOURCE)).getFirst()) {
      case Outcome.Found found -> found.row();
      case Outcome missing -> throw new AssertionError(key + " is " + missing);
    };
  }

  /** With a reserve of free space. */
  static RunningEvents on(Path directory, FeatureStore store, DataSize reserve) throws Exception {
    return new RunningEvents(directory, store, CATALOGUE, "process 1 on a", reserve);
  }

  static EmbeddedEventsProperties properties(Path directory) {
    return properties(directory, RESERVE);
  }

  private static EmbeddedEventsProperties properties(Path directory, DataSize reserve) {
    return new EmbeddedEventsProperties(
        directory,
        DataSize.ofMegabytes(16),
        DataSize.ofMegabytes(64),
        Duration.ofDays(1),
        Duration.ofDays(30),
        DataSize.ofGigabytes(10),
        reserve,
        Duration.ofSeconds(3));
  }

  /** Sends events in batches, each until it is accepted. */
  public void send(List<Event> all) {
    for (int from = 0; from < all.size(); from += 500) {
      List<Event> some = all.subList(from, Math.min(from + 500, all.size()));
      assertThat(events.accept(some)).isInstanceOf(Receipt.Counted.class);
    }
  }

  /** Waits until the store has all that was counted. */
  public void awaitPublished() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          assertThat(events.lagEvents()).isZero();
          assertThat(files.live().position().event()).isEqualTo(files.log().end().event());
        });
    await().atMost(PATIENCE).untilAsserted(this::assertPublished);
  }

  private void assertPublished() {
    events.publishNow();
    assertThat(events.unpublishedRows()).isZero();
  }

  /** Compares what the store has with what a replay of these events says it should have. */
  static void assertRows(FeatureStore store, Iterable<Event> events) {
    Map<RowKey, Row> expected = ExpectedRows.after(events, CATALOGUE);
    assertThat(differences(store, expected)).isEmpty();
    assertThat(expected).isNotEmpty();
  }

  static List<String> differences(FeatureStore store, Map<RowKey, Row> expected) {
    List<RowKey> keys = List.copyOf(expected.keySet());
    Deadline deadline = Deadline.in(Duration.ofMinutes(1), new RealTicker());
    List<Outcome> outcomes = store.find(new Query(keys, deadline, Consistency.SOURCE));
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      String wanted = ExpectedRows.text(expected.get(keys.get(i)));
      String found =
          outcomes.get(i) instanceof Outcome.Found it
              ? ExpectedRows.text(it.row())
              : outcomes.get(i).toString();
      if (!wanted.equals(found)) {
        differences.add("expected " + wanted + "\n   found " + found);
      }
    }
    return differences;
  }

  @Override
  public void close() {
    try {
      events.stop();
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts a test", e);
    }
    events.close();
  }
}
