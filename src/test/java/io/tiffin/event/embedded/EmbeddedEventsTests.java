package io.tiffin.event.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.event.Event;
import io.tiffin.event.EventIntake.Receipt;
import io.tiffin.event.EventRuntimeStatus.Acceptance;
import io.tiffin.event.SampleCity;
import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.store.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedEventsTests {

  private static final Instant START = Instant.parse("2026-03-29T00:00:00Z");

  @TempDir private Path directory;
  private final InMemoryFeatureStore store = new InMemoryFeatureStore();
  private final List<Event> city = city(600);

  private static List<Event> city(int orders) {
    List<Event> events = new SampleCity(7, START, Duration.ofHours(6)).events(8, 20, orders);
    return SampleCity.faulty(events, Duration.ofSeconds(110), new SplittableRandom(1));
  }

  @Test
  void whatIsAcceptedIsCountedAndPublishedAsAReplaySays() throws Exception {
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      running.send(city);
      running.awaitPublished();

      RunningEvents.assertRows(store, city);
      assertThat(running.events.reading().acceptance()).isEqualTo(new Acceptance.Accepting());
    }
  }

  @Test
  void sendingTheSameAgainChangesNothingAndIsToldAsDuplicates() throws Exception {
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      List<Event> orders = city.stream().filter(Event.OrderEvent.class::isInstance).toList();
      running.send(orders);
      List<Event> some = orders.subList(0, 100);

      Receipt receipt = running.events.accept(some);

      assertThat(receipt).isEqualTo(new Receipt.Counted(0, 100, 0));
      running.awaitPublished();
      RunningEvents.assertRows(store, orders);
    }
  }

  @Test
  void aRestartGoesOnWhereItStopped() throws Exception {
    int third = city.size() / 3;
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      running.send(city.subList(0, third));
    }
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      running.send(city.subList(third, 2 * third));
    }
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      running.send(city.subList(2 * third, city.size()));
      running.awaitPublished();

      RunningEvents.assertRows(store, city);
    }
  }

  @Test
  void whatAStoreDidNotTakeIsPublishedAfterARestart() throws Exception {
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      running.send(city.subList(0, 100));
      store.failing(Outcome.Failed.Reason.ERROR);
      running.send(city.subList(100, city.size()));
    }
    store.healthy();
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      running.awaitPublished();

      RunningEvents.assertRows(store, city);
    }
  }

  @Test
  void aStoreThatIsDeadHoldsUpNoAcceptanceAndGetsAllOnceItIsBack() throws Exception {
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      running.send(city.subList(0, 100));
      store.failing(Outcome.Failed.Reason.TIMED_OUT);
      running.send(city.subList(100, city.size()));
      await()
          .untilAsserted(() -> assertThat(running.events.reading().unpublishedRows()).isPositive());

      store.healthy();

      running.awaitPublished();
      RunningEvents.assertRows(store, city);
    }
  }

  @Test
  void eventsAreRefusedAsUnavailableUntilTheSourceHasBeenAsked() throws Exception {
    store.failing(Outcome.Failed.Reason.ERROR);
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      Receipt receipt = running.events.accept(city.subList(0, 10));

      assertThat(receipt)
          .isInstanceOfSatisfying(
              Receipt.Unavailable.class,
              it ->
                  assertThat(it.reason())
                      .isEqualTo(
                          "Whether another process writes the live rows is not known:"
                              + " IN_MEMORY does not answer"));
    }
  }
}
