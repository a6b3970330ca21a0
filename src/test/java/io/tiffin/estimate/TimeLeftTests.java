package io.tiffin.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tiffin.model.Manifest;
import io.tiffin.model.Manifest.StageWeights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class TimeLeftTests {

  private static final Outlook OUTLOOK =
      new Outlook(
          new DeliveryMinutes(24.1, 31.4, 38, 42.6),
          new DeliveryLegs(17.2, 3.1, 9.6),
          15,
          5,
          5,
          6,
          4);

  private static final int SINCE_STAGE = 1 + LeftInputs.NAMES.indexOf("sinceStage");

  private final SplittableRandom random = new SplittableRandom(5);

  @Test
  void whateverIsLearntOrAskedTheAnswerIsAscendingAndNeverNothing() {
    for (int run = 0; run < 20_000; run++) {
      TimeLeft learnt = TimeLeft.of(table(this::weight));
      OrderProgress progress = progress();
      Outlook outlook = outlook();

      for (TimeLeft any : List.of(learnt, TimeLeft.byFormula())) {
        DeliveryMinutes left = any.left(progress, outlook).minutes();

        assertThat(left.p10()).as("%s, %s", progress, outlook).isBetween(0.1, left.p50());
        assertThat(left.p80()).isBetween(left.p50(), left.p90());
        assertThat(left.p90()).isLessThanOrEqualTo(DeliveryMinutes.MOST);
        assertThat(left.after(progress.sincePlaced()).p10()).isGreaterThan(progress.sincePlaced());
        assertThat(any.left(progress, outlook).minutes()).as("again").isEqualTo(left);
      }
    }
  }

  @Test
  void partsThatAreLeftAreNoMoreThanTheWholeAndWhatIsDoneIsNone() {
    for (int run = 0; run < 20_000; run++) {
      OrderProgress progress = progress();
      Outlook outlook = outlook();
      double p50 = TimeLeft.byFormula().left(progress, outlook).minutes().p50();

      DeliveryLegs legs = LeftByFormula.legs(p50, progress, outlook);

      double sum = legs.prepMinutes() + legs.pickupWaitMinutes() + legs.travelMinutes();
      assertThat(sum).isLessThanOrEqualTo(p50 + 1e-9);
      if (!progress.stage().isCooking()) {
        assertThat(legs.prepMinutes()).isZero();
      }
      if (progress.stage().isPickedUp()) {
        assertThat(legs.pickupWaitMinutes()).isZero();
        assertThat(legs.travelMinutes()).isEqualTo(p50);
      }
    }
  }

  @Test
  void whatIsLeftOfALogLogisticIsItsConditionalQuantile() {
    LogLogistic whole = LogLogistic.of(20, 0.5);
    for (double elapsed : new double[] {0, 1, 10, 20, 60, 2_880}) {
      for (double rank : LogNormal.RANKS) {
        double left = whole.left(elapsed, rank);

        assertThat(survival(whole, elapsed + left))
            .isCloseTo((1 - rank) * survival(whole, elapsed), within(1e-9));
      }
    }
    assertThat(whole.left(0, 0.5)).isCloseTo(20, within(1e-9));
  }

  @Test
  void anOrderThatTakesLongerThanExpectedIsExpectedToTakeAWhileYet() {
    double onTime = left(OrderStage.PICKED_UP, 5);
    double late = left(OrderStage.PICKED_UP, 15);
    double veryLate = left(OrderStage.PICKED_UP, 40);

    assertThat(onTime).isBetween(3.0, 6.0);
    assertThat(late).isBetween(1.0, onTime);
    assertThat(veryLate).isGreaterThan(onTime);
    assertThat(OUTLOOK.legs().travelMinutes() - 15).as("control: plain subtraction").isNegative();
  }

  @Test
  void inputsBeyondThoseLearntFromCountAsTheOutermost() {
    Manifest.TimeLeft clamped = steep(0, Math.log1p(30));
    Manifest.TimeLeft unbounded = steep(0, 100);
    OrderProgress halfAnHour = at(OrderStage.PICKED_UP, 30);
    OrderProgress twoDays = at(OrderStage.PICKED_UP, 2_880);

    assertThat(TimeLeft.of(clamped).left(twoDays, OUTLOOK))
        .isEqualTo(TimeLeft.of(clamped).left(halfAnHour, OUTLOOK));
    assertThat(TimeLeft.of(unbounded).left(twoDays, OUTLOOK).minutes().p50())
        .as("control: the line goes on")
        .isEqualTo(DeliveryMinutes.MOST);
  }

  @Test
  void aStageThatWasNotLearntGoesByFormulaAndSaysSo() {
    TimeLeft pickedUpOnly = TimeLeft.of(steep(0, 1));

    assertThat(pickedUpOnly.left(at(OrderStage.PICKED_UP, 1), OUTLOOK).learnt()).isTrue();
    assertThat(pickedUpOnly.left(at(OrderStage.PLACED, 1), OUTLOOK))
        .isEqualTo(TimeLeft.byFormula().left(at(OrderStage.PLACED, 1), OUTLOOK));
    assertThat(TimeLeft.byFormula().left(at(OrderStage.PLACED, 1), OUTLOOK).learnt()).isFalse();
  }

  @Test
  void aTableOfOtherInputsOrStagesIsRefused() {
    Manifest.TimeLeft others = new Manifest.TimeLeft(List.of("weather"), List.of());
    Manifest.TimeLeft unknown =
        new Manifest.TimeLeft(LeftInputs.NAMES, List.of(weights("TELEPORTED", _ -> 0)));

    assertThatThrownBy(() -> TimeLeft.of(others)).hasMessageContaining("[weather]");
    assertThatThrownBy(() -> TimeLeft.of(unknown)).hasMessageContaining("TELEPORTED");
  }

  private static double survival(LogLogistic of, double minutes) {
    return 1 / (1 + Math.pow(minutes / of.median(), of.shape()));
  }

  private static double left(OrderStage stage, double since) {
    return TimeLeft.byFormula().left(at(stage, since), OUTLOOK).minutes().p50();
  }

  private static OrderProgress at(OrderStage stage, double since) {
    return new OrderProgress(stage, since, since, since, since, since, since);
  }

  private OrderProgress progress() {
    OrderStage[] stages = OrderStage.values();
    return new OrderProgress(
        stages[random.nextInt(stages.length)],
        minutes(),
        minutes(),
        minutes(),
        minutes(),
        minutes(),
        minutes());
  }

  private Outlook outlook() {
    double p50 = 1 + minutes() / 3;
    return new Outlook(
        DeliveryMinutes.ofQuantiles(new double[] {p50 / 2, p50, 1.2 * p50, 2 * p50}),
        DeliveryLegs.within(p50, minutes(), minutes(), minutes()),
        minutes(),
        minutes(),
        minutes(),
        minutes(),
        minutes());
  }

  /** From none to two days, most of them few. */
  private double minutes() {
    return random.nextInt(10) == 0 ? 0 : Math.exp(random.nextDouble(Math.log(2_880)));
  }

  private double weight(int at) {
    return random.nextDouble(-3, 3);
  }

  private static Manifest.TimeLeft table(IntToDoubleFunction weight) {
    List<StageWeights> stages = new ArrayList<>();
    for (OrderStage stage : OrderStage.values()) {
      stages.add(weights(stage.name(), weight));
    }
    return new Manifest.TimeLeft(LeftInputs.NAMES, stages);
  }

  /** Of orders that are picked up alone: the minutes left are the square of those since. */
  private static Manifest.TimeLeft steep(double least, double most) {
    StageWeights learnt = weights("PICKED_UP", at -> at == SINCE_STAGE ? 2 : 0);
    StageWeights bounded =
        new StageWeights(
            learnt.stage(),
            SampleTimeLeft.all(least),
            SampleTimeLeft.all(most),
            learnt.p10(),
            learnt.p50(),
            learnt.p80(),
            learnt.p90());
    return new Manifest.TimeLeft(LeftInputs.NAMES, List.of(bounded));
  }

  private static StageWeights weights(String stage, IntToDoubleFunction weight) {
    return new StageWeights(
        stage,
        SampleTimeLeft.all(0),
        SampleTimeLeft.all(5),
        drawn(weight),
        drawn(weight),
        drawn(weight),
        drawn(weight));
  }

  private static List<Double> drawn(IntToDoubleFunction weight) {
    List<Double> weights = new ArrayList<>(Collections.nCopies(LeftInputs.NAMES.size() + 1, 0.0));
    for (int at = 0; at < weights.size(); at++) {
      weights.set(at, weight.applyAsDouble(at));
    }
    return weights;
  }
}
