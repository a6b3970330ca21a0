package io.tiffin.event.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.event.Event;
import io.tiffin.event.Event.Envelope;
import io.tiffin.event.SampleCity;
import io.tiffin.event.Step.Verdict;
import io.tiffin.feature.RowKey;
import io.tiffin.geo.Zones;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** What is forgotten, what is not, and what waits on disk. */
class LiveStateTests {

  private static final Instant START = Instant.parse("2026-06-15T10:00:00Z");

  @TempDir private Path directory;
  private final List<Event> events =
      new SampleCity(7, START, Duration.ofHours(1)).events(4, 10, 100);
  private LiveState live;
  private int applied;

  @BeforeEach
  void open() throws Exception {
    live =
        LiveState.open(
            directory, DataSize.ofMegabytes(16), RunningEvents.CATALOGUE, new Zones(), 50);
  }

  @AfterEach
  void close() {
    live.close();
  }

  @Test
  void journeysAreForgottenTwoDaysAfterTheirFirstEvent() throws Exception {
    apply(events);
    assertThat(count(StateKeys.ORDER)).isEqualTo(100);

    resume(START.plus(Duration.ofHours(60)), 50);

    assertThat(count(StateKeys.ORDER)).isZero();
    assertThat(count(StateKeys.COURIER)).isZero();
    assertThat(count(StateKeys.ROW)).as("rows have longer windows").isPositive();
  }

  @Test
  void beforeThatTheyAreKept() throws Exception {
    apply(events);

    resume(START.plus(Duration.ofHours(47)), 50);

    assertThat(count(StateKeys.ORDER)).isEqualTo(100);
    assertThat(live.apply(again(START.plus(Duration.ofHours(47))))).isEqualTo(Verdict.DUPLICATE);
  }

  @Test
  void rowsAreForgottenOnceNothingCountsInThem() throws Exception {
    apply(events);
    long rows = count(StateKeys.ROW);

    resume(START.plus(Duration.ofDays(40)), 50);

    assertThat(count(StateKeys.ROW)).isLessThan(rows / 10);
  }

  /** Each commit looks at a few entries only, however many there are. */
  @Test
  void oneCommitForgetsNoMoreThanItLooksAt() throws Exception {
    apply(events);

    resume(START.plus(Duration.ofHours(50)), 1);
    resume(START.plus(Duration.ofHours(51)), 1);

    assertThat(count(StateKeys.ORDER) + count(StateKeys.COURIER)).isBetween(60L, 109L);
  }

  @Test
  void marksBeyondWhatMemoryHoldsWaitOnDisk() throws Exception {
    apply(events);
    UnpublishedRows unpublished = live.unpublished();
    long all = count(StateKeys.UNPUBLISHED);
    assertThat(all).isGreaterThan(100);

    Set<RowKey> published = new HashSet<>();
    unpublished.refill();
    for (int round = 0; round < 100 && unpublished.count() > 0; round++) {
      for (String view : unpublished.views()) {
        List<UnpublishedRows.Marked> some = unpublished.some(view, 10);
        some.forEach(row -> published.add(row.key()));
        unpublished.published(some);
      }
      unpublished.refill();
    }

    assertThat(published).hasSize((int) all);
    assertThat(count(StateKeys.UNPUBLISHED)).isZero();
  }

  @Test
  void aRowThatChangedWhileItWasPublishedStaysMarked() throws Exception {
    RowKey key = new RowKey("city_live", SampleCity.CITY);
    apply(events.subList(0, 40));
    live.unpublished().refill();
    List<UnpublishedRows.Marked> being = live.unpublished().some(key.view(), 10);
    apply(events.subList(40, 80));

    live.unpublished().published(being);

    assertThat(live.unpublished().some(key.view(), 10))
        .extracting(UnpublishedRows.Marked::key)
        .containsExactly(key);
  }

  private void apply(List<Event> some) throws Exception {
    some.forEach(live::apply);
    applied += some.size();
    live.commit(new LogPosition(0, 0, applied));
  }

  /** A restaurant says something now and then, as time passes by. */
  private void resume(Instant from, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      Instant at = from.plusSeconds(i);
      Envelope envelope = new Envelope("resumed-" + at, at, at, SampleCity.CITY);
      apply(List.of(new Event.RestaurantResumed(envelope, "r-0")));
    }
  }

  private Event again(Instant receivedAt) {
    Event.OrderDelivered first =
        (Event.OrderDelivered)
            events.stream()
                .filter(Event.OrderDelivered.class::isInstance)
                .findFirst()
                .orElseThrow();
    Envelope envelope =
        new Envelope("again", first.envelope().eventTime(), receivedAt, SampleCity.CITY);
    return new Event.OrderDelivered(envelope, first.orderId());
  }

  private long count(byte kind) {
    AtomicInteger count = new AtomicInteger();
    live.state()
        .visit(
            new byte[] {kind},
            (key, value) -> {
              count.incrementAndGet();
              return true;
            });
    return count.get();
  }
}
