package io.tiffin.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.estimate.DeliveryLegs;
import io.tiffin.estimate.DeliveryMinutes;
import io.tiffin.estimate.OrderStage;
import io.tiffin.estimate.Outlook;
import io.tiffin.estimate.TimeLeft;
import io.tiffin.event.EventType;
import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.simulation.CitySettings;
import io.tiffin.training.Journeys.Labelled;
import io.tiffin.training.TimeLeftReport.Errors;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Orders of a small city on their way, with what a formula expects of them in the place of what a
 * network would.
 */
class TimeLeftFitTests {

  private static final List<EventType> WAY =
      List.of(
          EventType.ORDER_PLACED,
          EventType.ORDER_READY,
          EventType.COURIER_ARRIVED_PICKUP,
          EventType.ORDER_PICKED_UP,
          EventType.COURIER_ARRIVED_DROPOFF);

  private static Journeys journeys;
  private static TimeLeft learnt;
  private static TimeLeftReport report;

  @BeforeAll
  static void watchTenDays() {
    CitySettings usual = CitySettings.berlin(1);
    CitySettings small =
        new CitySettings(
            1,
            usual.cityId(),
            usual.centre(),
            usual.timeZone(),
            40,
            1_500,
            usual.lastRestaurantOpensAfter(),
            usual.faults());
    journeys = CityDataset.simulate(ProductCatalogue.read(), small, 10, Progress.SILENT).journeys();
    learnt = TimeLeft.of(TimeLeftFit.fit(journeys.learn(), outlooks(journeys.learn())));
    report = new TimeLeftReport(journeys.test(), outlooks(journeys.test()), learnt);
  }

  @Test
  void ordersToLearnFromAndToReportOnAreFollowedOnTheirWay() {
    assertThat(journeys.learn()).hasSizeGreaterThan(2_000);
    assertThat(journeys.test()).hasSizeGreaterThan(2_000);
    assertThat(journeys.learn().stream().map(it -> it.snapshot().progress().stage()))
        .contains(OrderStage.values());
  }

  @Test
  void theErrorAndTheBandShrinkWithEveryEvent() {
    Errors before = errors(just(WAY.getFirst()), learnt);
    for (EventType event : WAY.subList(1, WAY.size())) {
      Errors now = errors(just(event), learnt);

      assertThat(now.mae()).as("%s", event).isLessThan(before.mae());
      assertThat(now.width()).as("%s", event).isLessThan(before.width());
      before = now;
    }
  }

  @Test
  void theBandHoldsAboutFourOrdersInFiveAtEveryEvent() {
    for (EventType event : WAY) {
      assertThat(errors(just(event), learnt).coverage()).as("%s", event).isBetween(0.68, 0.9);
    }
  }

  @Test
  void whatIsLearntIsBetterThanTheFormula() {
    Predicate<JourneySnapshot> all = _ -> true;

    assertThat(errors(all, learnt).mae())
        .isLessThan(0.95 * errors(all, TimeLeft.byFormula()).mae());
  }

  @Test
  void theReportTellsEveryEventAndStage() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    report.print(new PrintStream(out, true, StandardCharsets.UTF_8));

    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsSubsequence("order.placed", "courier.arrived_dropoff", "PLACED", "AT_DROPOFF");
  }

  @Test
  void tooFewOrdersTeachNothing() {
    List<Labelled> few = journeys.learn().subList(0, 50);

    assertThat(TimeLeftFit.fit(few, outlooks(few))).isNull();
  }

  private static Errors errors(Predicate<JourneySnapshot> which, TimeLeft by) {
    return report.errors(which, by);
  }

  private static Predicate<JourneySnapshot> just(EventType event) {
    return snapshot -> snapshot.reachedWith() == event;
  }

  private static List<Outlook> outlooks(List<Labelled> journeys) {
    return journeys.stream().map(journey -> outlook(journey.snapshot())).toList();
  }

  private static Outlook outlook(JourneySnapshot snapshot) {
    Outlook context = snapshot.context();
    double travel = context.rideMinutes() + context.handoffMinutes();
    double p50 =
        Math.max(context.prepMinutes(), context.assignMinutes() + context.firstMileMinutes())
            + travel;
    return snapshot.outlook(
        DeliveryMinutes.ofQuantiles(new double[] {0.6 * p50, p50, 1.3 * p50, 1.6 * p50}),
        DeliveryLegs.within(
            p50, context.prepMinutes(), p50 - context.prepMinutes() - travel, travel));
  }
}
