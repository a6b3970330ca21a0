package io.tiffin.estimate;

import static io.tiffin.estimate.EstimateFixture.NOW;
import static io.tiffin.estimate.EstimateFixture.number;
import static io.tiffin.estimate.EstimateFixture.order;
import static io.tiffin.estimate.EstimateFixture.position;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tiffin.batching.Deadline;
import io.tiffin.estimate.AnsweredBy.Role;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.Source;
import io.tiffin.feature.ValueState;
import io.tiffin.model.Inference.Reason;
import io.tiffin.store.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveryEstimatorTests {

  private final EstimateFixture fixture = new EstimateFixture();

  @Test
  void theModelAnswersAndTheArrivalIsCountedFromThePlacing() {
    Estimate estimate = fixture.estimate(order("r-17"));

    assertThat(estimate.minutes()).isEqualTo(new DeliveryMinutes(24.1, 31.4, 38.0, 42.6));
    assertThat(estimate.expectedArrival()).isEqualTo("2026-11-22T18:36:24Z");
    assertThat(estimate.latestArrival()).isEqualTo("2026-11-22T18:43:00Z");
    assertThat(estimate.answeredBy()).isEqualTo(new AnsweredBy("eta", "3", Role.STABLE));
    assertThat(estimate.degraded()).isFalse();
    assertThat(estimate.legs()).isEqualTo(new DeliveryLegs(17.2, 3.1, 9.6));
  }

  @Test
  void anUnknownRestaurantStandsOnDefaultsAndSaysSo() {
    Estimate estimate = fixture.estimate(order("r-nobody-knows"));

    assertThat(estimate.defaulted())
        .contains(FeatureName.parse("restaurant_live.orders_outstanding"))
        .doesNotContain(FeatureName.parse("city_live.prep_s_mean_20m"));
    assertThat(estimate.degraded()).isFalse();
  }

  @Test
  void whatTheCallerKnowsBetterReachesTheModel() {
    FeatureName outstanding = FeatureName.parse("restaurant_live.orders_outstanding");

    Estimate estimate = fixture.estimate(order("r-17", Map.of(outstanding, 9.0)));

    assertThat(number(estimate, outstanding.toString())).isEqualTo(9);
    assertThat(estimate.features().source(position(estimate, outstanding.toString())))
        .isEqualTo(Source.REQUEST);
    assertThat(estimate.defaulted()).doesNotContain(outstanding);
    assertThat(fixture.model.calls().getFirst().floats(0)[0]).isEqualTo(9);
  }

  @Test
  void withoutAModelThePhysicalBaselineAnswersAndSaysSo() {
    fixture.serve(null);

    Estimate estimate = fixture.estimate(order("r-17"));

    double naiveMinutes = number(estimate, "request.naive_s") / 60;
    assertThat(estimate.answeredBy()).isEqualTo(new AnsweredBy("physical", "1", Role.FALLBACK));
    assertThat(estimate.degraded()).isTrue();
    assertThat(estimate.minutes().p50()).isCloseTo(naiveMinutes, within(0.06));
    assertThat(estimate.minutes().p90())
        .isCloseTo(naiveMinutes * Math.exp(0.36 * 1.2815515655446004), within(0.06));
    assertThat(sum(estimate.legs())).isLessThanOrEqualTo(estimate.minutes().p50() + 1e-9);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void aModelThatFailsIsReplacedByTheBaseline(Reason reason) {
    fixture.model.failing(reason);

    Estimate estimate = fixture.estimate(order("r-17"));

    assertThat(estimate.answeredBy().role()).isEqualTo(Role.FALLBACK);
    assertThat(estimate.degraded()).isTrue();
    assertThat(count(EstimateOutcome.of(reason))).isEqualTo(1);
  }

  @Test
  void aModelThatDoesNotFitTheCatalogueIsReplacedByTheBaseline() {
    FakeModel foreign =
        new FakeModel(
            List.of(
                new io.tiffin.model.Manifest.InputTensor(
                    "numbers",
                    io.tiffin.model.Manifest.TensorType.FLOAT32,
                    List.of(
                        FakeModel.column(
                            "moon.phase", io.tiffin.model.Manifest.Missing.NAN, null, null)))),
            List.of(0.5),
            0.3,
            30f);
    fixture.serve(foreign);

    Estimate estimate = fixture.estimate(order("r-17"));

    assertThat(estimate.answeredBy()).isEqualTo(AnsweredBy.PHYSICAL);
    assertThat(count(EstimateOutcome.NO_MODEL)).isEqualTo(1);
  }

  @Test
  void anotherModelIsUsedFromTheNextRequestOn() {
    fixture.estimate(order("r-17"));
    fixture.serve(new FakeModel(List.of(0.5), 0.3, 20f));

    Estimate estimate = fixture.estimate(order("r-17"));

    assertThat(estimate.minutes().p50()).isEqualTo(20);
  }

  @ParameterizedTest
  @EnumSource(Outcome.Failed.Reason.class)
  void aDeadStoreIsToldAsSuchAndTheModelStillAnswers(Outcome.Failed.Reason reason) {
    fixture.store.failing(reason);

    Estimate estimate = fixture.estimate(order("r-17"));

    int outstanding = position(estimate, "restaurant_live.orders_outstanding");
    assertThat(estimate.features().state(outstanding)).isEqualTo(ValueState.valueOf(reason.name()));
    assertThat(estimate.features().source(outstanding)).isEqualTo(Source.DEFAULT);
    assertThat(estimate.answeredBy().role()).isEqualTo(Role.STABLE);
    assertThat(estimate.degraded()).isTrue();
  }

  @Test
  void manyOrdersAreOneCallOfTheModel() {
    List<PartialOrder> orders = IntStream.range(0, 100).mapToObj(i -> order("r-" + i)).toList();

    List<Estimate> estimates = fixture.estimate(orders);

    assertThat(estimates)
        .extracting(estimate -> estimate.order().restaurantId())
        .containsExactlyElementsOf(orders.stream().map(PartialOrder::restaurantId).toList());
    assertThat(fixture.model.calls()).hasSize(1);
    assertThat(fixture.store.finds()).isLessThanOrEqualTo(2);
  }

  @Test
  void aSlowStoreLeavesTheModelItsTime() {
    fixture.lookUpsTake(Duration.ofSeconds(10));

    Estimate estimate = fixture.estimate(order("r-17"));

    assertThat(estimate.features().state(position(estimate, "restaurant_live.orders_outstanding")))
        .isEqualTo(ValueState.TIMED_OUT);
    assertThat(estimate.answeredBy().role()).isEqualTo(Role.STABLE);
  }

  @Test
  void withoutTheReserveASlowStoreTakesTheModelsTime() {
    fixture.lookUpsTake(Duration.ofSeconds(10));

    Estimate estimate =
        fixture
            .estimator(Duration.ZERO)
            .estimate(List.of(order("r-17")), NOW, fixture.deadline())
            .getFirst();

    assertThat(estimate.answeredBy().role()).isEqualTo(Role.FALLBACK);
  }

  @Test
  void aModelThatIsTooSlowIsNotWaitedFor() {
    fixture.model.beforeEachCall(deadline -> fixture.waitUpTo(Duration.ofSeconds(10), deadline));
    long started = fixture.ticker.nanos();

    Estimate estimate = fixture.estimate(order("r-17"));

    assertThat(fixture.ticker.nanos() - started).isLessThan(Duration.ofMillis(200).toNanos());
    assertThat(estimate.answeredBy().role()).isEqualTo(Role.FALLBACK);
    assertThat(count(EstimateOutcome.TIMED_OUT)).isEqualTo(1);
  }

  @Test
  void withoutADeadlineASlowModelMakesTheAnswerLate() {
    fixture.model.beforeEachCall(deadline -> fixture.waitUpTo(Duration.ofSeconds(10), deadline));
    long started = fixture.ticker.nanos();

    fixture
        .estimator(Duration.ofMillis(60))
        .estimate(List.of(order("r-17")), NOW, Deadline.in(Duration.ofHours(1), fixture.ticker));

    assertThat(fixture.ticker.nanos() - started).isGreaterThan(Duration.ofMillis(200).toNanos());
  }

  @Test
  void aDeadlineThatHasPassedIsAnsweredByTheBaselineOverDefaults() {
    Deadline passed = Deadline.in(Duration.ofMillis(-1), fixture.ticker);

    Estimate estimate =
        fixture
            .estimator(Duration.ofMillis(60))
            .estimate(List.of(order("r-17")), NOW, passed)
            .getFirst();

    assertThat(estimate.degraded()).isTrue();
    assertThat(estimate.answeredBy()).isEqualTo(AnsweredBy.PHYSICAL);
    assertThat(estimate.minutes().p50()).isGreaterThan(DeliveryMinutes.LEAST);
  }

  @Test
  void defaultsAndStagesAreCounted() {
    fixture.estimate(order("r-17"));

    assertThat(count(EstimateOutcome.MODEL)).isEqualTo(1);
    assertThat(
            fixture
                .registry
                .get("tiffin.estimate.defaulted")
                .tag("feature", "restaurant_live.orders_outstanding")
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(
            fixture.registry.get("tiffin.estimate.stage").tag("stage", "inference").timer().count())
        .isEqualTo(1);
  }

  private double count(EstimateOutcome outcome) {
    return fixture
        .registry
        .get("tiffin.estimates")
        .tag("outcome", outcome.name().toLowerCase(java.util.Locale.ROOT))
        .counter()
        .count();
  }

  private static double sum(DeliveryLegs legs) {
    return legs.prepMinutes() + legs.pickupWaitMinutes() + legs.travelMinutes();
  }
}
