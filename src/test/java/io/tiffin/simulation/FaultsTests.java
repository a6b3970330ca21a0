package io.tiffin.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.tiffin.event.Event;
import io.tiffin.geo.LocalCalendar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each fault with its control: the same count in a city without faults is zero. */
class FaultsTests {

  private static final Instant START = Instant.parse("2026-09-08T08:00:00Z");
  private static final Duration LENGTH = Duration.ofDays(3);
  private static final Duration OUTAGE_AFTER = FaultSettings.usual().outageAfter();

  private static final List<Event> FAULTY = events(FaultSettings.usual());
  private static final List<Event> FAULTLESS = events(FaultSettings.none());

  @Test
  void someEventsArriveTwice() {
    assertThat(duplicates(FAULTY) / (double) FAULTY.size()).isCloseTo(0.005, within(0.001));
    assertThat(duplicates(FAULTLESS)).isZero();
  }

  @Test
  void someEventsArriveMuchLater() {
    Duration late = Duration.ofSeconds(30);

    assertThat(delayedBy(late, FAULTY) / (double) FAULTY.size()).isBetween(0.003, 0.03);
    assertThat(delayedBy(late, FAULTLESS)).isZero();
  }

  @Test
  void someOrdersNeverEnd() {
    assertThat(unended(FAULTY) / (double) placed(FAULTY)).isCloseTo(0.005, within(0.003));
    assertThat(unended(FAULTLESS)).isZero();
  }

  @Test
  void someClocksAreOff() {
    assertThat(fromTheFuture(FAULTY)).isPositive();
    assertThat(fromTheFuture(FAULTLESS)).isZero();
  }

  @Test
  void nothingArrivesDuringTheOutageAndAllOfItAfterwards() {
    Instant from = START.plus(OUTAGE_AFTER);
    Instant to = from.plus(FaultSettings.usual().outage());

    assertThat(receivedBetween(from, to, FAULTY)).isZero();
    assertThat(receivedBetween(to, to.plusSeconds(25), FAULTY)).isGreaterThan(300);
    assertThat(receivedBetween(from, to, FAULTLESS)).isGreaterThan(300);
  }

  @Test
  void theLastRestaurantOpensDuringTheRun() {
    assertThat(FAULTLESS)
        .filteredOn(Event.RestaurantProfile.class::isInstance)
        .filteredOn(it -> ((Event.RestaurantProfile) it).restaurantId().equals("r-80"))
        .isNotEmpty()
        .allSatisfy(it ->
            assertThat(it.envelope().eventTime()).isAfterOrEqualTo(START.plus(Duration.ofDays(1))));
  }

  @Test
  void aProbabilityAboveOneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new FaultSettings(1.5, 0, Duration.ZERO, 0, 0, Duration.ZERO, Duration.ZERO))
        .withMessage("duplicates is 1.5, expected 0 to 1");
  }

  private static List<Event> events(FaultSettings faults) {
    CitySettings berlin = CitySettings.berlin(3);
    CitySettings settings =
        new CitySettings(
            berlin.seed(),
            berlin.cityId(),
            berlin.centre(),
            berlin.timeZone(),
            berlin.restaurants(),
            berlin.ordersPerDay(),
            Duration.ofDays(1),
            faults);
    List<Event> events = new ArrayList<>();
    new SimulatedCity(settings, LocalCalendar.withBundledHolidays(), START)
        .advanceTo(START.plus(LENGTH), events::add);
    return events;
  }

  private static long duplicates(List<Event> events) {
    Set<String> seen = new HashSet<>();
    return events.stream().filter(it -> !seen.add(it.envelope().eventId())).count();
  }

  private static long delayedBy(Duration delay, List<Event> events) {
    return events.stream()
        .map(Event::envelope)
        .filter(it -> it.receivedAt().isAfter(it.eventTime().plus(delay)))
        .count();
  }

  private static long fromTheFuture(List<Event> events) {
    return events.stream()
        .map(Event::envelope)
        .filter(it -> it.eventTime().isAfter(it.receivedAt()))
        .count();
  }

  private static long receivedBetween(Instant from, Instant to, List<Event> events) {
    return events.stream()
        .map(it -> it.envelope().receivedAt())
        .filter(it -> !it.isBefore(from) && it.isBefore(to))
        .count();
  }

  private static long placed(List<Event> events) {
    return events.stream().filter(Event.OrderPlaced.class::isInstance).count();
  }

  /** Orders placed at least six hours before the end that were neither delivered nor cancelled. */
  private static long unended(List<Event> events) {
    Set<String> open = new HashSet<>();
    Instant horizon = START.plus(LENGTH).minus(Duration.ofHours(6));
    for (Event event : events) {
      if (event instanceof Event.OrderPlaced order
          && order.envelope().eventTime().isBefore(horizon)) {
        open.add(order.orderId());
      }
    }
    for (Event event : events) {
      if (event instanceof Event.OrderDelivered || event instanceof Event.OrderCancelled) {
        open.remove(((Event.OrderEvent) event).orderId());
      }
    }
    return open.size();
  }
}
