package io.tiffin.event;

import static io.tiffin.event.SampleEvents.DOOR;
import static io.tiffin.event.SampleEvents.KITCHEN;
import static io.tiffin.event.SampleEvents.accepted;
import static io.tiffin.event.SampleEvents.arrivedPickup;
import static io.tiffin.event.SampleEvents.assigned;
import static io.tiffin.event.SampleEvents.at;
import static io.tiffin.event.SampleEvents.cancelled;
import static io.tiffin.event.SampleEvents.delivered;
import static io.tiffin.event.SampleEvents.envelope;
import static io.tiffin.event.SampleEvents.location;
import static io.tiffin.event.SampleEvents.offline;
import static io.tiffin.event.SampleEvents.online;
import static io.tiffin.event.SampleEvents.pickedUp;
import static io.tiffin.event.SampleEvents.placed;
import static io.tiffin.event.SampleEvents.profile;
import static io.tiffin.event.SampleEvents.ready;
import static io.tiffin.event.SampleEvents.unassigned;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.event.Step.Verdict;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Feature;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.geo.Place;
import io.tiffin.geo.Zones;
import io.tiffin.window.ReadOutcome;
import io.tiffin.window.WindowSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReplayTests {

  private static final Instant SUNDAY_OF_SPRING = Instant.parse("2026-03-29T00:00:00Z");
  private static final Zones ZONES = new Zones();

  private final Catalogue catalogue = ProductCatalogue.read();

  private final List<FinishedOrder> finished = new ArrayList<>();
  private final Replay replay = new Replay(catalogue, ZONES, finished::add);

  @Test
  void anOrderIsOpenUntilItIsDelivered() {
    accept(profile(0), placed("o-1", 10), placed("o-2", 20), accepted("o-1", 60));

    assertThat(value("restaurant_live", "r-1", "orders_outstanding", 70)).isEqualTo(2);
    assertThat(value("restaurant_live", "r-1", "orders_incoming", 70)).isEqualTo(1);
    assertThat(value("restaurant_live", "r-1", "items_cooking", 70)).isEqualTo(3);

    accept(ready("o-1", 600), pickedUp("o-1", 700), delivered("o-1", 1_300));

    assertThat(value("restaurant_live", "r-1", "orders_outstanding", 1_300)).isEqualTo(1);
    assertThat(value("restaurant_live", "r-1", "items_cooking", 1_300)).isZero();
  }

  @Test
  void anOrderThatFellSilentLeavesOpenCountsAfterThreeHours() {
    accept(profile(0), placed("o-1", 0));

    assertThat(value("restaurant_live", "r-1", "orders_outstanding", 3 * 3_600)).isEqualTo(1);
    assertThat(value("restaurant_live", "r-1", "orders_outstanding", 3 * 3_600 + 60)).isZero();
  }

  @Test
  void everyEntityThatAnOrderTouchesCountsIt() {
    accept(profile(0), placed("o-1", 10), delivered("o-1", 1_210));

    assertThat(value("restaurant_hour_history", "r-1@12", "orders_placed_28d", 1_210)).isEqualTo(1);
    assertThat(value("city_live", "berlin", "orders_placed_20m", 1_210)).isEqualTo(1);
    String courierZone = ZONES.courierZone(KITCHEN);
    assertThat(value("courier_zone_live", courierZone, "orders_outstanding", 1_210)).isZero();
    assertThat(replay.drainChanged())
        .contains(
            new RowKey("dropoff_zone_live", ZONES.dropoffZone(DOOR)),
            new RowKey("dropoff_area_live", ZONES.courierZone(DOOR)));
    assertThat(replay.drainChanged()).isEmpty();
  }

  @Test
  void anOrderOfAnUnknownRestaurantCountsForRestaurantAndCity() {
    accept(placed("o-1", 10, "r-9", null));

    assertThat(value("restaurant_live", "r-9", "orders_placed_5m", 10)).isEqualTo(1);
    assertThat(replay.drainChanged()).extracting(RowKey::entity).containsOnly("r-9", "berlin");
  }

  @Test
  void aStageRecordedBeforeIsADuplicateWhateverItsIdAndTime() {
    accept(profile(0), placed("o-1", 10));

    Verdict again = replay.accept(placed("o-1", 25));

    assertThat(again).isEqualTo(Verdict.DUPLICATE);
    assertThat(value("restaurant_live", "r-1", "orders_placed_5m", 30)).isEqualTo(1);
    assertThat(replay.counts().duplicates()).isEqualTo(1);
  }

  @Test
  void stagesWaitForThePlacingOfTheirOrder() {
    accept(profile(0), ready("o-1", 700), accepted("o-1", 100));
    assertThat(replay.row(new RowKey("city_live", "berlin"))).isEmpty();

    accept(placed("o-1", 40));

    assertThat(value("restaurant_live", "r-1", "prep_s_ewma", 700)).isEqualTo(600);
    assertThat(value("restaurant_live", "r-1", "orders_ready_waiting", 700)).isEqualTo(1);
    assertThat(value("restaurant_live", "r-1", "orders_cooking", 700)).isZero();
  }

  @Test
  void durationsBelowZeroOrAboveSixHoursAreCountedAndKeptOutOfMeans() {
    accept(profile(0), placed("o-1", 0), accepted("o-1", 200), ready("o-1", 100));
    accept(placed("o-2", 0), accepted("o-2", 0), ready("o-2", 6 * 3_600));
    accept(placed("o-3", 0), accepted("o-3", 0), ready("o-3", 6 * 3_600 + 1));

    assertThat(value("restaurant_live", "r-1", "prep_s_ewma", 6 * 3_600)).isEqualTo(21_600);
    assertThat(replay.counts().implausible()).isEqualTo(2);
  }

  @Test
  void theCourierWhoKeepsTheOrderCounts() {
    accept(profile(0), placed("o-1", 0), assigned("o-1", "c-1", 60), unassigned("o-1", "c-1", 90));
    String zone = ZONES.courierZone(KITCHEN);
    assertThat(value("courier_zone_live", zone, "couriers_busy", 90)).isZero();

    accept(assigned("o-1", "c-2", 300), arrivedPickup("o-1", "c-2", 500));
    accept(pickedUp("o-1", 600), delivered("o-1", 1_200));

    assertThat(finished)
        .last()
        .satisfies(order -> {
          assertThat(order.minutes()).isEqualTo(20);
          assertThat(order.assignSeconds()).isEqualTo(300);
          assertThat(order.firstMileSeconds()).isEqualTo(200);
          assertThat(order.pickupWaitSeconds()).isEqualTo(100);
          assertThat(order.travelSeconds()).isEqualTo(600);
          assertThat(order.prepSeconds()).isNaN();
          assertThat(order.promisedMinutes()).isEqualTo(45);
        });
  }

  @Test
  void aCancelledOrderIsNeverFinished() {
    accept(profile(0), placed("o-1", 0), accepted("o-1", 30), cancelled("o-1", 60));

    assertThat(finished).isEmpty();
    assertThat(value("restaurant_live", "r-1", "orders_outstanding", 60)).isZero();
    assertThat(value("restaurant_live", "r-1", "orders_cooking", 60)).isZero();
  }

  @Test
  void aCourierIsOnlineUntilSilentForThreeMinutesOrOffline() {
    String zone = ZONES.courierZone(KITCHEN);
    accept(online("c-1", 0, KITCHEN), online("c-2", 0, KITCHEN), location("c-1", 170, KITCHEN));

    assertThat(value("courier_zone_live", zone, "couriers_online", 180)).isEqualTo(2);
    assertThat(value("courier_zone_live", zone, "couriers_online", 240)).isEqualTo(1);

    accept(offline("c-1", 245));

    assertThat(value("courier_zone_live", zone, "couriers_online", 245)).isZero();
  }

  @Test
  void aCourierTakesTheOnlineCountAlongToTheNextZone() {
    Place far = new Place(52.58, 13.5);
    accept(online("c-1", 0, KITCHEN), location("c-1", 10, far));

    assertThat(value("courier_zone_live", ZONES.courierZone(KITCHEN), "couriers_online", 10))
        .isZero();
    assertThat(value("courier_zone_live", ZONES.courierZone(far), "couriers_online", 10))
        .isEqualTo(1);
    assertThat(value("city_live", "berlin", "couriers_online", 10)).isEqualTo(1);
  }

  @Test
  void speedsAboveTwentyFiveMetresASecondAreDroppedAndCounted() {
    Place far = new Place(52.58, 13.5);
    accept(online("c-1", 0, KITCHEN), location("c-1", 60, far), location("c-1", 120, far));

    assertThat(replay.counts().implausible()).isEqualTo(1);
    assertThat(value("city_live", "berlin", "speed_mps_mean_20m", 120)).isNaN();
  }

  @Test
  void aLateLocationTakesItsPlaceBetweenTheOthers() {
    Place halfWay = new Place(52.525, 13.405);
    Place end = new Place(52.53, 13.405);
    Replay inOrder = new Replay(catalogue, ZONES, finished::add);
    Event start = online("c-1", 0, KITCHEN);
    Event middle = location("c-1", 100, halfWay);
    Event last = location("c-1", 160, end);
    List.of(start, middle, last).forEach(inOrder::accept);

    accept(start, last, middle);

    RowKey city = new RowKey("city_live", "berlin");
    assertThat(replay.body(city).orElseThrow()).isEqualTo(inOrder.body(city).orElseThrow());
  }

  @Test
  void aCouriersSignalMoreThanTwoMinutesBehindItsNewestIsLate() {
    accept(online("c-1", 0, KITCHEN), location("c-1", 130, KITCHEN));

    assertThat(replay.accept(location("c-1", 9, KITCHEN))).isEqualTo(Verdict.LATE);
    assertThat(replay.accept(location("c-1", 10, KITCHEN))).isEqualTo(Verdict.RECORDED);
    assertThat(replay.counts().late()).isEqualTo(1);
  }

  @Test
  void anEventFromTheFutureCountsAtTheTimeOfItsReceipt() {
    accept(profile(0));
    accept(new Event.OrderPlaced(envelope(400, 279), "o-1", "r-1", DOOR, 3, 2, 2_500, null));

    assertThat(replay.counts().clamped()).isEqualTo(1);
    assertThat(value("restaurant_live", "r-1", "seconds_since_last_placed", 279)).isZero();
    assertThat(value("restaurant_live", "r-1", "orders_placed_5m", 279)).isEqualTo(1);
    assertThat(replay.feeds()).containsExactly(new Feed("berlin", micros(0), micros(279)));
  }

  @Test
  void aFeedHasNotComeFurtherThanItWasHeardWhateverADevicesClockSays() {
    replay.accept(new Event.OrderReady(envelope(190, 100), "o-1"));

    assertThat(replay.feeds()).containsExactly(new Feed("berlin", micros(100), micros(100)));
    assertThat(replay.counts().clamped()).isZero();
  }

  @Test
  void anEventAtMostTwoMinutesAheadIsTakenAtItsWord() {
    accept(new Event.OrderPlaced(envelope(400, 280), "o-1", "r-1", DOOR, 3, 2, 2_500, null));

    assertThat(replay.counts().clamped()).isZero();
    assertThat(value("restaurant_live", "r-1", "orders_placed_5m", 280)).isZero();
    assertThat(value("restaurant_live", "r-1", "orders_placed_5m", 400)).isEqualTo(1);
  }

  @Test
  void aLateEventLandsInItsTileWhileThatIsKeptAndIsCountedLateAfterwards() {
    accept(profile(0));
    accept(new Event.OrderPlaced(envelope(0, 1_200), "o-1", "r-1", DOOR, 3, 2, 2_500, null));

    assertThat(value("restaurant_live", "r-1", "orders_placed_60m", 1_200)).isEqualTo(1);
    assertThat(replay.counts().lateContributions()).isZero();

    accept(new Event.OrderPlaced(envelope(0, 7_200), "o-2", "r-1", DOOR, 3, 2, 2_500, null));

    assertThat(value("restaurant_live", "r-1", "orders_outstanding", 7_200)).isEqualTo(2);
    assertThat(value("restaurant_history", "r-1", "orders_placed_28d", 7_200)).isEqualTo(2);
    assertThat(replay.counts().lateContributions()).isPositive();
  }

  @Test
  void anEventOlderThanJourneysAreKeptIsLate() {
    accept(profile(0));
    long horizon = 48 * 3_600;
    Event tooOld =
        new Event.OrderPlaced(envelope(0, horizon + 1), "o-1", "r-1", DOOR, 3, 2, 0, null);

    assertThat(replay.accept(tooOld)).isEqualTo(Verdict.LATE);
    assertThat(replay.drainChanged()).isEmpty();
  }

  @Test
  void aRowsRevisionGrowsWithEveryEventThatChangesIt() {
    RowKey key = new RowKey("restaurant_live", "r-1");
    accept(profile(0), placed("o-1", 10));
    long before = replay.row(key).orElseThrow().revision();

    accept(placed("o-1", 10));
    assertThat(replay.row(key).orElseThrow().revision()).isEqualTo(before);

    accept(accepted("o-1", 40));
    assertThat(replay.row(key).orElseThrow().revision()).isEqualTo(before + 1);
  }

  private void accept(Event... events) {
    List.of(events).forEach(replay::accept);
  }

  private double value(String view, String entity, String feature, long seconds) {
    WindowSchema schema = WindowSchema.of(catalogue.view(view).orElseThrow());
    double[] values = new double[schema.view().features().size()];
    byte[] body = replay.body(new RowKey(view, entity)).orElseThrow();
    assertThat(schema.read(body, micros(seconds), values)).isEqualTo(ReadOutcome.READ);
    Feature wanted = schema.view().feature(feature).orElseThrow();
    return values[schema.view().features().indexOf(wanted)];
  }

  private static long micros(long seconds) {
    return Stamp.micros(at(seconds));
  }

  @Test
  void eventsShuffledWithinTheAllowedLatenessLeaveBitEqualRows() {
    List<Event> events = sixHours();
    Duration delay = Duration.ofSeconds(110);
    List<Event> once = SampleCity.faulty(events, delay, new SplittableRandom(1));
    List<Event> again = SampleCity.faulty(events, delay, new SplittableRandom(2));

    Map<String, List<Byte>> rows = rowsAfter(once);

    assertThat(rows).hasSizeGreaterThan(100);
    assertThat(rowsAfter(again)).isEqualTo(rows);
    assertThat(rowsAfter(events)).isEqualTo(rows);
  }

  // The control of the test above: what comes later than couriers are waited for is lost, and
  // counted.
  @Test
  void eventsDelayedBeyondTheAllowedLatenessDoNot() {
    List<Event> events = sixHours();
    List<Event> delayed =
        SampleCity.faulty(events, Duration.ofMinutes(20), new SplittableRandom(1));

    assertThat(rowsAfter(delayed)).isNotEqualTo(rowsAfter(events));
    delayed.forEach(replay::accept);
    assertThat(replay.counts().late()).isPositive();
  }

  private static List<Event> sixHours() {
    Instant end = SUNDAY_OF_SPRING.plus(Duration.ofHours(6));
    return new SampleCity(7, SUNDAY_OF_SPRING, Duration.ofHours(6))
        .events(8, 20, 600).stream()
            .filter(event -> event.envelope().eventTime().isBefore(end))
            .toList();
  }

  // Rows that hold nothing count as absent: which of them came to be depends on the way there.
  private Map<String, List<Byte>> rowsAfter(List<Event> events) {
    Replay replay = new Replay(catalogue, ZONES, ignored -> {});
    events.forEach(replay::accept);
    Instant end = SUNDAY_OF_SPRING.plus(Duration.ofMinutes(6 * 60 + 20));
    Event.Envelope last = new Event.Envelope("last", end, end, SampleCity.CITY);
    replay.accept(new Event.RestaurantResumed(last, "r-0"));
    Map<String, List<Byte>> rows = new TreeMap<>();
    for (RowKey key : replay.drainChanged()) {
      byte[] body = replay.body(key).orElseThrow();
      if (body.length > 2) {
        rows.put(key.toString(), boxed(body));
      }
    }
    return rows;
  }

  private static List<Byte> boxed(byte[] bytes) {
    List<Byte> all = new ArrayList<>();
    for (byte one : bytes) {
      all.add(one);
    }
    return all;
  }
}
