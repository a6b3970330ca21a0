package io.tiffin.estimate;

import static io.tiffin.estimate.EstimateFixture.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelAnswersTests {

  private static final int RUNS = 2000 * Integer.getInteger("tiffin.test.scale", 1);

  private final EstimateFixture fixture = new EstimateFixture();

  @Test
  void quantilesNeverCrossWhateverAModelSays() {
    SplittableRandom random = new SplittableRandom(11);
    for (int run = 0; run < RUNS; run++) {
      fixture.model.saying(hostile(random), hostile(random), hostile(random), hostile(random));
      fixture.model.sayingLegs(hostile(random), hostile(random), hostile(random));

      Estimate estimate = fixture.estimate(order("r-17"));

      DeliveryMinutes minutes = estimate.minutes();
      assertThat(List.of(minutes.p10(), minutes.p50(), minutes.p80(), minutes.p90()))
          .isSorted()
          .allSatisfy(
              each -> assertThat(each).isBetween(DeliveryMinutes.LEAST, DeliveryMinutes.MOST));
      DeliveryLegs legs = estimate.legs();
      assertThat(List.of(legs.prepMinutes(), legs.pickupWaitMinutes(), legs.travelMinutes()))
          .allSatisfy(each -> assertThat(each).isNotNegative());
      assertThat(legs.prepMinutes() + legs.pickupWaitMinutes() + legs.travelMinutes())
          .isLessThanOrEqualTo(minutes.p50() + 1e-9);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, 0, -3, 1e30f})
  void aMedianThatIsNoTimeOfThisWorldIsNotBelieved(float median) {
    fixture.model.saying(24, median, 38, 42);

    Estimate estimate = fixture.estimate(order("r-17"));

    assertThat(estimate.answeredBy()).isEqualTo(AnsweredBy.PHYSICAL);
    assertThat(estimate.degraded()).isTrue();
  }

  @Test
  void aRowThatIsNotANumberLeavesTheOtherOrdersTheirAnswers() {
    fixture.model.saying(24, Float.NaN, 38, 42, 24, 31, 38, 42); // two rows

    List<Estimate> estimates = fixture.estimate(List.of(order("r-17"), order("r-18")));

    assertThat(estimates.get(0).answeredBy()).isEqualTo(AnsweredBy.PHYSICAL);
    assertThat(estimates.get(1).answeredBy().role()).isEqualTo(AnsweredBy.Role.STABLE);
    assertThat(estimates.get(1).minutes().p50()).isEqualTo(31);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aLegThatIsNotFiniteCountsAsNone(float prep) {
    fixture.model.sayingLegs(prep, 3, 9.5f);

    assertThat(fixture.estimate(order("r-17")).legs()).isEqualTo(new DeliveryLegs(0, 3, 9.5));
  }

  @Test
  void quantilesThatAModelDoesNotTellAreThoseOfALogNormal() {
    fixture.serve(new FakeModel(List.of(0.5), 0.25, 30f));

    DeliveryMinutes minutes = fixture.estimate(order("r-17")).minutes();

    assertThat(minutes.p50()).isEqualTo(30);
    assertThat(Math.log(minutes.p90() / 30) / 0.25).isCloseTo(1.2816, within(0.01));
    assertThat(Math.log(minutes.p10() / 30) / 0.25).isCloseTo(-1.2816, within(0.02));
    assertThat(Math.log(minutes.p80() / 30) / 0.25).isCloseTo(0.8416, within(0.01));
  }

  @Test
  void legsAreThoseOfTheBaselineWhereAModelTellsNone() {
    fixture.model.sayingLegs();

    Estimate estimate = fixture.estimate(order("r-17"));

    assertThat(estimate.answeredBy().role()).isEqualTo(AnsweredBy.Role.STABLE);
    assertThat(estimate.legs().prepMinutes()).isEqualTo(15.0);
  }

  @Test
  void aModelThatTellsTooFewQuantilesDoesNotFit() {
    fixture.serve(new FakeModel(List.of(0.5, 0.9), null, 30f, 40f));

    Estimate estimate = fixture.estimate(order("r-17"));

    assertThat(estimate.answeredBy()).isEqualTo(AnsweredBy.PHYSICAL);
  }

  private static float hostile(SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0 -> Float.NaN;
      case 1 -> Float.POSITIVE_INFINITY;
      case 2 -> -random.nextFloat() * 100;
      case 3 -> Float.MAX_VALUE;
      case 4 -> Float.MIN_VALUE;
      default -> random.nextFloat() * 120;
    };
  }
}
