package io.tiffin.event.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.event.Event;
import io.tiffin.event.SampleCity;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.geo.Zones;
import io.tiffin.store.ForwardingStore;
import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.WriteOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** What is written when: no real time passes here. */
class PublisherTests {

  private static final Instant START = Instant.parse("2026-06-15T10:00:00Z");
  private static final RowKey LIVE = new RowKey("city_live", SampleCity.CITY);
  private static final RowKey HISTORY = new RowKey("restaurant_history", "r-0");
  private static final RowKey FEED = new RowKey("feed", SampleCity.CITY);

  @TempDir private Path directory;
  private final FakeTicker ticker = new FakeTicker();
  private final InMemoryFeatureStore memory = new InMemoryFeatureStore();
  private final NotedStore store = new NotedStore(memory);
  private final List<Event> events = new SampleCity(7, START, Duration.ofHours(1)).events(1, 2, 30);
  private Instant now = START;
  private boolean mayPublish = true;
  private LiveState live;
  private Publisher publisher;
  private int applied;

  @BeforeEach
  void open() throws Exception {
    live =
        LiveState.open(
            directory, DataSize.ofMegabytes(16), RunningEvents.CATALOGUE, new Zones(), 1_000);
    publisher =
        new Publisher(
            RunningEvents.CATALOGUE,
            store,
            () -> mayPublish,
            () -> now,
            ticker,
            new PublishMeters(new SimpleMeterRegistry()),
            live.state(),
            live.unpublished());
  }

  @AfterEach
  void close() {
    live.close();
  }

  @Test
  void aRowIsWrittenAtMostOncePerIntervalOfItsView() throws Exception {
    apply(20);
    publisher.pass();
    assertThat(store.written).contains(LIVE, HISTORY);

    store.written.clear();
    apply(20);
    publisher.pass();
    assertThat(store.written).doesNotContain(LIVE, HISTORY);

    pass(Duration.ofMillis(200));
    publisher.pass();
    assertThat(store.written).contains(LIVE).doesNotContain(HISTORY);

    store.written.clear();
    pass(Duration.ofMinutes(5));
    publisher.pass();
    assertThat(store.written).contains(HISTORY);
  }

  @Test
  void theFeedComesLastAndAtMostOnceASecond() throws Exception {
    apply(20);
    publisher.pass();
    assertThat(store.written).last().isEqualTo(FEED);

    store.written.clear();
    apply(20);
    pass(Duration.ofMillis(999));
    publisher.pass();
    assertThat(store.written).isNotEmpty().doesNotContain(FEED);

    pass(Duration.ofMillis(1));
    publisher.pass();
    assertThat(store.written).last().isEqualTo(FEED);
  }

  @Test
  void aFeedWaitsForRowsThatCouldNotBeWritten() throws Exception {
    memory.failing(key -> key.equals(LIVE), Outcome.Failed.Reason.ERROR);
    apply(20);
    publisher.pass();
    assertThat(store.written).doesNotContain(FEED);
    assertThat(publisher.lastFailure()).isEqualTo("scripted failure of " + LIVE);

    memory.healthy();
    pass(Duration.ofSeconds(1));
    publisher.pass();
    assertThat(store.written).last().isEqualTo(FEED);
    assertThat(publisher.unpublished()).isZero();
    assertThat(publisher.lastFailure()).isEmpty();
  }

  @Test
  void aStoreThatFailsIsLeftAloneForEverLonger() throws Exception {
    memory.failing(Outcome.Failed.Reason.ERROR);
    apply(20);
    int tries = 0;
    for (int millis = 0; millis < 60_000; millis += 50) {
      publisher.pass();
      tries += store.written.isEmpty() ? 0 : 1;
      store.written.clear();
      pass(Duration.ofMillis(50));
    }

    assertThat(tries).isBetween(12, 20);
  }

  @Test
  void aRowThatAnotherWroteIsPushedAboveIt() throws Exception {
    long future = micros(START.plus(Duration.ofDays(365)));
    memory.put(List.of(new Row(LIVE, future, future, new byte[2])), Deadline.in(PATIENCE, ticker));
    apply(20);

    publisher.pass();
    publisher.pass();

    assertThat(found(LIVE).revision()).isGreaterThan(future);
    assertThat(publisher.unpublished()).isZero();
  }

  @Test
  void revisionsGrowEvenIfTheClockStandsStill() throws Exception {
    apply(20);
    publisher.passNow();
    long before = found(LIVE).revision();
    apply(20);
    publisher.passNow();

    assertThat(found(LIVE).revision()).isGreaterThan(before);
  }

  @Test
  void nothingIsWrittenWithoutTheLease() throws Exception {
    mayPublish = false;
    apply(20);

    publisher.pass();

    assertThat(store.written).isEmpty();
    assertThat(publisher.unpublished()).isPositive();
  }

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private void apply(int count) throws Exception {
    events.subList(applied, applied + count).forEach(live::apply);
    applied += count;
    live.commit(new LogPosition(0, 0, applied));
    publisher.feeds(live.feeds());
  }

  private void pass(Duration time) {
    ticker.advance(time);
  }

  private Row found(RowKey key) {
    Query query = new Query(List.of(key), Deadline.in(PATIENCE, ticker), Consistency.SOURCE);
    return ((Outcome.Found) memory.find(query).getFirst()).row();
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000;
  }

  /** Notes which rows were written, in order. */
  private static final class NotedStore extends ForwardingStore {

    private final List<RowKey> written = new ArrayList<>();

    NotedStore(InMemoryFeatureStore store) {
      super(store);
    }

    @Override
    public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
      rows.forEach(row -> written.add(row.key()));
      return super.put(rows, deadline);
    }
  }
}
