package io.tiffin.event.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.event.Event;
import io.tiffin.event.EventIntake.Receipt;
import io.tiffin.event.EventRebuild.Rebuilt;
import io.tiffin.event.ExpectedRows;
import io.tiffin.event.SampleCity;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.window.WindowSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebuildTests {

  private static final Instant START = Instant.parse("2026-06-15T10:00:00Z");

  @TempDir private Path directory;
  private final InMemoryFeatureStore store = new InMemoryFeatureStore();
  private final List<Event> city = new SampleCity(7, START, Duration.ofHours(3)).events(8, 20, 300);

  @Test
  void aLongerPastIsCountedAndTheLogAfterIt() throws Exception {
    int half = city.size() / 2;
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      running.send(city.subList(half, city.size()));
      running.awaitPublished();

      Rebuilt rebuilt = running.events.rebuild(city.subList(0, half).iterator());

      assertThat(rebuilt).isEqualTo(new Rebuilt.Done(city.size()));
      running.awaitPublished();
      RunningEvents.assertRows(store, city);
    }
  }

  @Test
  void whatTheLogHasFromBeforeAnInstantDoesNotCountIfThePastStandsForIt() throws Exception {
    Instant now = city.getLast().envelope().receivedAt().plusSeconds(1);
    List<Event> earlier =
        new SampleCity(77, now.minus(Duration.ofHours(3)), Duration.ofHours(1)).events(8, 20, 200);
    List<Event> later = new SampleCity(78, now, Duration.ofHours(1)).events(8, 20, 200);
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      running.send(city);
      running.send(later);
      running.awaitPublished();

      Rebuilt rebuilt = running.events.rebuild(earlier.iterator(), now);

      assertThat(rebuilt).isEqualTo(new Rebuilt.Done(earlier.size() + later.size()));
      running.awaitPublished();
      List<Event> counted = new ArrayList<>(earlier);
      counted.addAll(later);
      counted.sort(Comparator.comparing(event -> event.envelope().receivedAt()));
      RunningEvents.assertRows(store, counted);
    }
  }

  @Test
  void whatIsAcceptedMeanwhileCountsToo() throws Exception {
    int half = city.size() / 2;
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      Iterator<Event> past =
          new Accepting(city.subList(0, half), running, city.subList(half, city.size()));

      assertThat(running.events.rebuild(past)).isEqualTo(new Rebuilt.Done(city.size()));

      running.awaitPublished();
      RunningEvents.assertRows(store, city);
    }
  }

  @Test
  void itIsStillThereAfterARestartAndGoesOn() throws Exception {
    int third = city.size() / 3;
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      running.send(city.subList(third, 2 * third));
      running.events.rebuild(city.subList(0, third).iterator());
    }
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      running.send(city.subList(2 * third, city.size()));
      running.awaitPublished();

      RunningEvents.assertRows(store, city);
    }
  }

  @Test
  void aNewAggregateIsFilledFromTheLog() throws Exception {
    try (RunningEvents running = RunningEvents.on(directory, store, without("prep_s_ewma"))) {
      running.send(city);
      running.awaitPublished();
      assertThat(RunningEvents.differences(store, expected())).isNotEmpty();
    }
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      running.awaitPublished();
      assertThat(RunningEvents.differences(store, expected()))
          .as("without a rebuild the new aggregate stays empty")
          .isNotEmpty();

      running.events.rebuild(Collections.emptyIterator());

      running.awaitPublished();
      assertThat(RunningEvents.differences(store, expected())).isEmpty();
    }
  }

  @Test
  void rowsThatNothingCountsForAnyMoreAreEmptied() throws Exception {
    RowKey key = new RowKey("city_live", SampleCity.CITY);
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      running.send(city);
      running.awaitPublished();
    }
    for (Path file : logFiles()) {
      Files.delete(file);
    }
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      running.events.rebuild(
          city.stream().filter(Event.RestaurantProfile.class::isInstance).iterator());

      running.awaitPublished();
      assertThat(running.find(key).body()).hasSize(WindowSchema.EMPTY_BODY_BYTES);
    }
  }

  @Test
  void aRebuildThatIsInterruptedChangesNothing() throws Exception {
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      running.send(city);
      Thread.currentThread().interrupt();

      Rebuilt rebuilt = running.events.rebuild(Collections.emptyIterator());

      assertThat(Thread.interrupted()).isTrue();
      assertThat(rebuilt).isInstanceOf(Rebuilt.GivenUp.class);
      running.awaitPublished();
      RunningEvents.assertRows(store, city);
    }
  }

  @Test
  void aCrashInTheMiddleLeavesWhatWasInUse() throws Exception {
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      running.send(city);
      running.awaitPublished();
      EventFiles.Building half = running.files.build();
      half.state().apply(city.getFirst());
      half.state().commit(LogPosition.START);
      half.state().close(); // and nobody uses it
    }
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      running.awaitPublished();
      RunningEvents.assertRows(store, city);
      assertThat(directory.resolve("state-2")).doesNotExist();
    }
  }

  @Test
  void aPastOutOfItsOrderOrTwiceCountsOnce() throws Exception {
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      List<Event> orders = city.stream().filter(Event.OrderEvent.class::isInstance).toList();
      running.send(orders);

      running.events.rebuild(orders.iterator());

      running.awaitPublished();
      RunningEvents.assertRows(store, orders);
    }
  }

  private static Map<RowKey, Row> expected(List<Event> events) {
    return ExpectedRows.after(events, RunningEvents.CATALOGUE);
  }

  private Map<RowKey, Row> expected() {
    return expected(city);
  }

  private List<Path> logFiles() throws Exception {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(file -> file.toString().endsWith(".events")).toList();
    }
  }

  private static Catalogue without(String feature) {
    return new Catalogue(
        RunningEvents.CATALOGUE.views().stream().map(view -> without(feature, view)).toList());
  }

  private static FeatureView without(String feature, FeatureView view) {
    return new FeatureView(
        view.name(),
        view.entity(),
        view.kind(),
        view.maxAge(),
        view.publishInterval(),
        view.tiers(),
        view.features().stream().filter(one -> !one.name().feature().equals(feature)).toList());
  }

  /** A past during which others send events. */
  private static final class Accepting implements Iterator<Event> {

    private final Iterator<Event> past;
    private final RunningEvents running;
    private final Iterator<Event> sent;

    Accepting(List<Event> past, RunningEvents running, List<Event> sent) {
      this.past = past.iterator();
      this.running = running;
      this.sent = sent.iterator();
    }

    @Override
    public boolean hasNext() {
      if (sent.hasNext()) {
        assertThat(running.events.accept(List.of(sent.next()))).isInstanceOf(Receipt.Counted.class);
      }
      return past.hasNext();
    }

    @Override
    public Event next() {
      return past.next();
    }
  }
}
