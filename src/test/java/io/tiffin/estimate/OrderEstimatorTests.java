package io.tiffin.estimate;

import static io.tiffin.event.EventType.COURIER_ARRIVED_DROPOFF;
import static io.tiffin.event.EventType.COURIER_ARRIVED_PICKUP;
import static io.tiffin.event.EventType.COURIER_ASSIGNED;
import static io.tiffin.event.EventType.ORDER_ACCEPTED;
import static io.tiffin.event.EventType.ORDER_CANCELLED;
import static io.tiffin.event.EventType.ORDER_DELIVERED;
import static io.tiffin.event.EventType.ORDER_PICKED_UP;
import static io.tiffin.event.EventType.ORDER_READY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tiffin.estimate.OrderAnswer.OnItsWay;
import io.tiffin.event.EventRows;
import io.tiffin.event.EventType;
import io.tiffin.event.SampleJourney;
import io.tiffin.feature.Row;
import io.tiffin.feature.Source;
import io.tiffin.model.Inference.Reason;
import io.tiffin.model.Manifest;
import io.tiffin.serving.RowFinder;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed;
import io.tiffin.store.Query.Consistency;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderEstimatorTests {

  private static final Instant PLACED = EstimateFixture.NOW;
  private static final Source STORE = new Source("ROCKSDB");
  private static final List<EventType> WAY =
      List.of(
          ORDER_ACCEPTED,
          COURIER_ASSIGNED,
          COURIER_ARRIVED_PICKUP,
          ORDER_READY,
          ORDER_PICKED_UP,
          COURIER_ARRIVED_DROPOFF);

  private final EstimateFixture fixture = new EstimateFixture();

  @Test
  void anOrderOnItsWayIsEstimatedFromWhereItStands() {
    fixture.serve(new FakeModel(SampleTimeLeft.corrected()));
    keep(journey(5));

    OrderEstimate estimate = estimate(PLACED.plusSeconds(35 * 60));

    assertThat(estimate.progress().stage()).isEqualTo(OrderStage.PICKED_UP);
    assertThat(estimate.learnt()).isTrue();
    assertThat(estimate.degraded()).isFalse();
    assertThat(estimate.left().p90()).isCloseTo(2 * estimate.left().p50(), within(0.11));
    assertThat(estimate.minutes().p50()).isCloseTo(35 + estimate.left().p50(), within(0.06));
    assertThat(estimate.legs()).isEqualTo(new DeliveryLegs(0, 0, estimate.left().p50()));
    assertThat(estimate.whole().order().restaurantId()).isEqualTo("r-17");
    assertThat(estimate.whole().order().itemsTotal()).isEqualTo(3);
    assertThat(estimate.whole().order().placedAt()).isEqualTo(PLACED);
  }

  @Test
  void theBandNarrowsWithEveryStageAndNoArrivalIsInThePast() {
    double width = Double.MAX_VALUE;
    for (int events = 0; events <= WAY.size(); events++) {
      keep(journey(events));
      Instant justAfter = PLACED.plusSeconds(events * 300L + 1);

      OrderEstimate estimate = estimate(justAfter);

      double now = estimate.left().p90() - estimate.left().p10();
      assertThat(now).as("%s", estimate.progress().stage()).isLessThanOrEqualTo(width);
      assertThat(estimate.expectedArrival()).isAfter(justAfter);
      width = now;
    }
    assertThat(width).isLessThan(6);
  }

  @Test
  void afterTwoDaysOfSilenceTheArrivalIsStillToCome() {
    for (int events = 0; events <= WAY.size(); events++) {
      keep(journey(events));
      Instant later = PLACED.plus(Duration.ofDays(2));

      OrderEstimate estimate = estimate(later);

      assertThat(estimate.left().p10()).isPositive();
      assertThat(estimate.expectedArrival()).isAfter(later);
      assertThat(estimate.minutes().p10()).isGreaterThan(2_880);
    }
  }

  @Test
  void whereTheModelFailsTheFormulaTellsWhatIsLeft() {
    FakeModel failing = new FakeModel(SampleTimeLeft.corrected());
    failing.failing(Reason.TIMED_OUT);
    fixture.serve(failing);
    keep(journey(3));

    OrderEstimate estimate = estimate(PLACED.plusSeconds(1_000));

    assertThat(estimate.learnt()).isFalse();
    assertThat(estimate.degraded()).isTrue();
    assertThat(estimate.whole().answeredBy()).isEqualTo(AnsweredBy.PHYSICAL);
  }

  @Test
  void aModelThatLearntNothingOfOrdersOnTheirWayIsHelpedByTheFormulaAndIsNotDegraded() {
    keep(journey(3));

    OrderEstimate estimate = estimate(PLACED.plusSeconds(1_000));

    assertThat(estimate.learnt()).isFalse();
    assertThat(estimate.degraded()).isFalse();
    assertThat(estimate.whole().answeredBy().name()).isEqualTo("eta");
  }

  @Test
  void aTableThatDoesNotFitCostsTheModelNothing() {
    fixture.serve(new FakeModel(new Manifest.TimeLeft(List.of("weather"), List.of())));
    keep(journey(3));

    OrderEstimate estimate = estimate(PLACED.plusSeconds(1_000));

    assertThat(estimate.learnt()).isFalse();
    assertThat(estimate.whole().answeredBy().role()).isEqualTo(AnsweredBy.Role.STABLE);
  }

  @Test
  void anOrderThatIsOverSaysHowAndWhen() {
    keep(journey(6).then(ORDER_DELIVERED, PLACED.plusSeconds(2_000)));
    assertThat(ask(fixture.store::find))
        .isEqualTo(new OrderAnswer.Over(ORDER_DELIVERED, PLACED.plusSeconds(2_000)));

    keep(journey(1).then(ORDER_CANCELLED, PLACED.plusSeconds(3_000)));
    assertThat(ask(fixture.store::find))
        .isEqualTo(new OrderAnswer.Over(ORDER_CANCELLED, PLACED.plusSeconds(3_000)));
  }

  @Test
  void anOrderOfWhichNothingIsKnownIsUnknownAndOneThatOnlyWaitsForItsPlacingIsNotPlaced() {
    assertThat(ask(fixture.store::find)).isEqualTo(new OrderAnswer.Unknown());

    keep(SampleJourney.ofNothing("o-9").then(ORDER_ACCEPTED, PLACED));

    assertThat(ask(fixture.store::find)).isEqualTo(new OrderAnswer.NotPlaced());
  }

  @Test
  void aDeadSourceIsStoodInForByACacheThatKnowsTheJourneyAndTheAnswerSaysSo() {
    RowFinder cached = sourceDead(new Outcome.Found(journey(2).row(), STORE));

    OrderAnswer answer = ask(cached);

    assertThat(answer)
        .isInstanceOfSatisfying(
            OnItsWay.class,
            it -> {
              assertThat(it.estimate().progress().stage()).isEqualTo(OrderStage.ASSIGNED);
              assertThat(it.estimate().degraded()).isTrue();
            });
  }

  @Test
  void withADeadSourceNobodySaysThatThereIsNoSuchOrder() {
    RowFinder neverSeen = sourceDead(new Outcome.Absent(0, STORE));

    assertThat(ask(neverSeen)).isInstanceOf(OrderAnswer.Unavailable.class);
    assertThat(ask(query -> List.of(new Outcome.Absent(0, STORE))))
        .as("control: the source itself says so")
        .isEqualTo(new OrderAnswer.Unknown());
  }

  @Test
  void aCacheThatKnowsAnOlderJourneyIsNotAskedWhileTheSourceAnswers() {
    RowFinder stale =
        query ->
            List.of(
                new Outcome.Found(
                    journey(query.consistency() == Consistency.SOURCE ? 5 : 1).row(), STORE));

    assertThat(ask(stale))
        .isInstanceOfSatisfying(
            OnItsWay.class,
            it -> assertThat(it.estimate().progress().stage()).isEqualTo(OrderStage.PICKED_UP));
  }

  @Test
  void bytesThatAreNoJourneyAreUnavailableAndNotUnknown() {
    Row garbage = new Row(EventRows.journeyKey("o-9"), 1, 1, new byte[] {1, 2, 3});

    assertThat(ask(query -> List.of(new Outcome.Found(garbage, STORE))))
        .isInstanceOfSatisfying(
            OrderAnswer.Unavailable.class,
            it -> assertThat(it.reason()).contains("order_journey/o-9"));
  }

  @Test
  void readingAJourneyLeavesTimeForTheModel() {
    fixture.serve(new FakeModel(SampleTimeLeft.corrected()));
    RowFinder slow =
        query -> {
          fixture.waitUpTo(Duration.ofSeconds(1), query.deadline());
          return query.consistency() == Consistency.SOURCE
              ? List.of(new Failed(Failed.Reason.TIMED_OUT, null, STORE))
              : List.of(new Outcome.Found(journey(2).row(), STORE));
        };

    assertThat(ask(slow))
        .isInstanceOfSatisfying(OnItsWay.class, it -> assertThat(it.estimate().learnt()).isTrue());
  }

  private static RowFinder sourceDead(Outcome nearest) {
    return query ->
        List.of(
            query.consistency() == Consistency.SOURCE
                ? new Failed(Failed.Reason.ERROR, null, STORE)
                : nearest);
  }

  /** An order that is five minutes apart from one event to the next, as many as asked for. */
  private static SampleJourney journey(int events) {
    SampleJourney journey = SampleJourney.placed("o-9", PLACED);
    for (int at = 0; at < events; at++) {
      journey = journey.then(WAY.get(at), PLACED.plusSeconds((at + 1) * 300L));
    }
    return journey;
  }

  private void keep(SampleJourney journey) {
    fixture.store.put(List.of(journey.row()), fixture.deadline());
  }

  private OrderEstimate estimate(Instant at) {
    return ((OnItsWay) fixture.estimateOrder("o-9", at)).estimate();
  }

  private OrderAnswer ask(RowFinder rows) {
    return fixture
        .orderEstimator(rows)
        .estimate("o-9", PLACED.plusSeconds(1_000), fixture.deadline());
  }
}
