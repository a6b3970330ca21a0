package io.tiffin.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvaluationTests {

  private static final int ROUNDS = 50 * Integer.getInteger("tiffin.test.scale", 1);

  @Test
  void accuracyIsThatOfAHandWorkedExample() {
    double[] predicted = {30, 40, 20, 50};
    double[] actual = {25, 50, 20, 39};

    Accuracy accuracy = Accuracy.of(predicted, actual);

    // errors +5, −10, 0, +11
    assertThat(accuracy).isEqualTo(new Accuracy(4, 6.5, 1.5, 0.5, 0.75));
  }

  @Test
  void accuracyRefusesSeriesThatAreEmptyOrOfDifferentLengths() {
    assertThatThrownBy(() -> Accuracy.of(new double[0], new double[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("empty");
    assertThatThrownBy(() -> Accuracy.of(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 and 3");
  }

  @Test
  void biasFollowsAShiftOfEveryPrediction() {
    Random random = new Random(1);
    for (int round = 0; round < ROUNDS; round++) {
      double[] actual = random.doubles(20, 10, 60).toArray();
      double[] predicted = random.doubles(20, 10, 60).toArray();
      double shift = random.nextDouble(-5, 5);

      double before = Accuracy.of(predicted, actual).bias();
      double after =
          Accuracy.of(Arrays.stream(predicted).map(m -> m + shift).toArray(), actual).bias();

      assertThat(after - before).isCloseTo(shift, within(1e-9));
    }
  }

  @Test
  void meanAbsoluteErrorIsNeverBelowTheSizeOfTheBias() {
    Random random = new Random(2);
    for (int round = 0; round < ROUNDS; round++) {
      Accuracy accuracy =
          Accuracy.of(random.doubles(9, 10, 60).toArray(), random.doubles(9, 10, 60).toArray());

      assertThat(accuracy.meanAbsoluteError()).isGreaterThanOrEqualTo(Math.abs(accuracy.bias()));
      assertThat(accuracy.within10()).isGreaterThanOrEqualTo(accuracy.within5());
    }
  }

  @Test
  void pinballChargesTooShortByTheRankAndTooLongByTheRest() {
    assertThat(Pinball.loss(0.9, 30, 40)).isCloseTo(9, within(1e-12));
    assertThat(Pinball.loss(0.9, 40, 30)).isCloseTo(1, within(1e-12));
    assertThat(Pinball.loss(0.5, 30, 37)).isCloseTo(3.5, within(1e-12));
    // (0.1·10 + 0.5·0 + 0.2·5 + 0.1·20) / 4
    assertThat(Pinball.loss(new Quantiles(20, 30, 35, 50), 30)).isCloseTo(1, within(1e-12));
  }

  @Test
  void pinballIsSmallestAtTheQuantileItself() {
    Random random = new Random(3);
    for (int round = 0; round < ROUNDS; round++) {
      double[] actual = random.doubles(99, 10, 60).sorted().toArray();
      double rank = random.nextInt(1, 100) / 100.0;
      double quantile = actual[(int) Math.ceil(rank * actual.length) - 1];

      double best = Arrays.stream(actual).map(a -> Pinball.loss(rank, quantile, a)).sum();

      for (double other : actual) {
        assertThat(Arrays.stream(actual).map(a -> Pinball.loss(rank, other, a)).sum())
            .isGreaterThanOrEqualTo(best - 1e-9);
      }
    }
  }

  @Test
  void calibrationIsThatOfAHandWorkedExample() {
    List<Scored> deliveries =
        List.of(
            scored(20, 30, 35, 40, 20), // covered at the edge, kept
            scored(20, 30, 35, 40, 19), // below p10, kept
            scored(20, 30, 35, 40, 38), // covered, not kept
            scored(20, 30, 35, 40, 41)); // above p90, not kept

    Calibration calibration = Calibration.of(deliveries);

    assertThat(calibration.coverage()).isEqualTo(0.5);
    assertThat(calibration.onTimeAtP80()).isEqualTo(0.5);
    // sums over the four ranks: 10, 11.7, 8.4 and 13.3
    assertThat(calibration.pinball()).isCloseTo((10 + 11.7 + 8.4 + 13.3) / 16, within(1e-9));
  }

  @Test
  void latenessIsThatOfAHandWorkedExample() {
    double[] predicted = {50, 50, 40, 40, 46};
    double[] actual = {60, 40, 60, 40, 47};
    double[] promised = {45, 45, 45, 45, 45};

    Lateness lateness = Lateness.of(predicted, actual, promised);

    assertThat(lateness).isEqualTo(new Lateness(2, 1, 1, 1));
    assertThat(lateness.precision()).hasValueCloseTo(2 / 3.0, within(1e-12));
    assertThat(lateness.recall()).hasValueCloseTo(2 / 3.0, within(1e-12));
    assertThat(lateness.accuracy()).isCloseTo(0.6, within(1e-12));
    assertThat(lateness.lateShare()).isCloseTo(0.6, within(1e-12));
  }

  @Test
  void anOrderDeliveredExactlyAtThePromiseIsNotLate() {
    assertThat(Lateness.of(new double[] {45}, new double[] {45}, new double[] {45}))
        .isEqualTo(new Lateness(0, 0, 0, 1));
  }

  @Test
  void precisionAndRecallAreUndefinedWithoutLateOnes() {
    Lateness lateness = Lateness.of(new double[] {30}, new double[] {30}, new double[] {45});

    assertThat(lateness.precision()).isEmpty();
    assertThat(lateness.recall()).isEmpty();
    assertThat(lateness.accuracy()).isEqualTo(1);
  }

  @Test
  void metricsLeaveOutWhatIsUndefined() {
    Map<String, Double> metrics = Evaluation.of(List.of(scored(20, 30, 35, 40, 30))).metrics();

    assertThat(metrics).containsEntry("mae", 0.0).containsEntry("lateAccuracy", 1.0);
    assertThat(metrics).doesNotContainKeys("latePrecision", "lateRecall");
    assertThat(metrics.values()).allMatch(Double::isFinite);
  }

  @Test
  void groupsAreEvaluatedEachForItselfAndTogetherHoldEveryRow() {
    Random random = new Random(4);
    List<Scored> deliveries = new ArrayList<>();
    for (int row = 0; row < 200; row++) {
      double p50 = random.nextDouble(20, 50);
      deliveries.add(scored(p50 - 8, p50, p50 + 6, p50 + 12, random.nextDouble(15, 65)));
    }

    Map<Integer, Evaluation> groups =
        Evaluation.byGroup(deliveries, d -> d, d -> (int) (d.actual() / 10));

    double weighted =
        groups.values().stream()
            .mapToDouble(g -> g.accuracy().count() * g.accuracy().meanAbsoluteError())
            .sum();
    assertThat(groups.keySet()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(groups.values().stream().mapToInt(g -> g.accuracy().count()).sum()).isEqualTo(200);
    assertThat(weighted / 200)
        .isCloseTo(Evaluation.of(deliveries).accuracy().meanAbsoluteError(), within(1e-9));
  }

  private static Scored scored(double p10, double p50, double p80, double p90, double actual) {
    return new Scored(new Quantiles(p10, p50, p80, p90), actual, 45);
  }
}
