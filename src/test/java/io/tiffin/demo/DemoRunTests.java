package io.tiffin.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.demo.RecordingEvents.Asked;
import io.tiffin.event.Event;
import io.tiffin.event.EventIntake.Receipt;
import io.tiffin.event.EventRebuild.Rebuilt;
import io.tiffin.geo.LocalCalendar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DemoRunTests {

  private static final Instant NOW =
      Instant.parse("2026-11-20T18:30:00Z"); // Friday 19:30 in Berlin
  private static final Duration WARM_UP = Duration.ofHours(5);
  private static final Duration HISTORY = Duration.ofHours(29);

  private final RecordingEvents events = new RecordingEvents();
  private final AtomicLong feedRevision = new AtomicLong(7);
  private final DemoCities cities =
      new DemoCities(
          new DemoProperties(1, 80, 3_000, WARM_UP, HISTORY, Duration.ofSeconds(1)),
          LocalCalendar.withBundledHolidays());
  private Instant now = NOW;
  private final DemoRun run = new DemoRun(cities, events, events, feedRevision::get, () -> now);

  @Test
  void theLastHoursAreCountedBeforeAnythingIsSent() {
    run.warmUp();

    Asked asked = events.rebuilds().getFirst();
    assertThat(asked.logFrom()).isEqualTo(NOW);
    assertThat(received(asked.past())).isSorted();
    assertThat(asked.past().getFirst().envelope().receivedAt())
        .isBefore(NOW.minus(WARM_UP).plusSeconds(60));
    assertThat(asked.past().getLast().envelope().receivedAt())
        .isBetween(NOW.minusSeconds(10), NOW.minusMillis(1));
    assertThat(events.accepted()).isEmpty();
  }

  @Test
  void couriersOfHoursAgoAreLeftOutOfThePast() {
    run.warmUp();

    assertThat(events.rebuilds().getFirst().past())
        .filteredOn(Event.CourierEvent.class::isInstance)
        .isNotEmpty()
        .allMatch(
            event -> !event.envelope().receivedAt().isBefore(NOW.minus(Duration.ofMinutes(65))));
  }

  @Test
  void whatHappensFromThenOnIsSentOnceAndInOrder() {
    run.warmUp();
    for (int second = 1; second <= 600; second++) {
      now = NOW.plusSeconds(second);
      run.goOn();
    }

    List<Event> all = new ArrayList<>(events.rebuilds().getFirst().past());
    assertThat(events.accepted()).hasSizeGreaterThan(500);
    all.addAll(events.accepted());
    assertThat(received(all)).isSorted();
    assertThat(received(events.accepted())).allMatch(at -> !at.isBefore(NOW) && at.isBefore(now));
  }

  @Test
  void theLastWeeksEndWithTheSameLastHours() {
    run.warmUp();
    now = NOW.plusSeconds(5);
    run.goOn();

    run.remember();

    List<Event> lastHours = events.rebuilds().getFirst().past();
    Asked asked = events.rebuilds().getLast();
    assertThat(asked.logFrom()).isEqualTo(NOW);
    assertThat(received(asked.past())).isSorted();
    assertThat(asked.past())
        .hasSizeGreaterThan(lastHours.size() * 3 / 2)
        .endsWith(lastHours.toArray(Event[]::new));
    assertThat(asked.past().getFirst().envelope().receivedAt())
        .isBefore(NOW.minus(HISTORY).plusSeconds(60));
  }

  @Test
  void aCityThatBeginsAnewHasOrdersOfItsOwn() {
    run.warmUp();
    now = NOW.plusSeconds(30);
    new DemoRun(cities, events, events, feedRevision::get, () -> now).warmUp();

    HashSet<String> shared = new HashSet<>(orders(events.rebuilds().getFirst()));
    shared.retainAll(orders(events.rebuilds().getLast()));
    assertThat(shared).isEmpty();
  }

  @Test
  void aRuntimeThatCannotRebuildIsSentTheLastHours() {
    DemoRun sends = new DemoRun(cities, events, null, feedRevision::get, () -> now);

    sends.warmUp();
    sends.remember();

    assertThat(events.rebuilds()).isEmpty();
    assertThat(events.accepted()).hasSizeGreaterThan(1_000);
    assertThat(events.calls()).allMatch(size -> size <= 500);
    assertThat(received(events.accepted())).isSorted();
  }

  @Test
  void whatIsNotTakenIsSentAgainAndNothingIsLost() {
    run.warmUp();
    events.answersNextWith(new Receipt.Unavailable("the disk is full", null));
    now = NOW.plusSeconds(60);
    run.goOn();
    assertThat(events.accepted()).isEmpty();

    now = NOW.plusSeconds(61);
    run.goOn();
    now = NOW.plusSeconds(62);
    run.goOn();

    RecordingEvents undisturbed = new RecordingEvents();
    DemoRun other = new DemoRun(cities, undisturbed, undisturbed, feedRevision::get, () -> now);
    now = NOW;
    other.warmUp();
    now = NOW.plusSeconds(62);
    other.goOn();
    assertThat(events.accepted()).isEqualTo(undisturbed.accepted());
  }

  @Test
  void whileAnotherProcessWritesTheCityStandsStill() {
    run.warmUp();
    for (int second = 1; second <= 3; second++) {
      events.answersNextWith(new Receipt.Refused("Events go to process 1."));
      now = NOW.plusSeconds(second * 600L);
      run.goOn();
    }

    assertThat(events.accepted()).isEmpty();
    assertThat(events.calls()).hasSize(3);
    assertThat(new HashSet<>(events.calls())).hasSize(1);
  }

  @Test
  void aCityWithoutItsPastGoesOnAllTheSame() {
    events.rebuildsWith(new Rebuilt.GivenUp("The rebuild failed", null));
    run.warmUp();
    run.remember();
    now = NOW.plusSeconds(60);

    run.goOn();

    assertThat(events.accepted()).isNotEmpty();
  }

  @Test
  void itIsWarmOnceTheFeedIsWrittenAfterItsPast() throws InterruptedException {
    run.warmUp();
    assertThat(run.awaitWarm(Duration.ofMillis(60))).isFalse();

    feedRevision.set(8);

    assertThat(run.awaitWarm(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void aCityThatNeverStartedIsNotWarm() throws InterruptedException {
    assertThat(run.awaitWarm(Duration.ofMillis(1))).isFalse();
    run.goOn();
    assertThat(events.calls()).isEmpty();
  }

  @Test
  void stoppingEndsTheWaiting() throws InterruptedException {
    run.warmUp();
    run.stop();

    assertThat(run.awaitWarm(Duration.ofMinutes(1))).isFalse();
  }

  private static List<Instant> received(List<Event> some) {
    return some.stream().map(event -> event.envelope().receivedAt()).toList();
  }

  private static List<String> orders(Asked asked) {
    return asked.past().stream()
        .filter(Event.OrderPlaced.class::isInstance)
        .map(event -> ((Event.OrderPlaced) event).orderId())
        .toList();
  }
}
