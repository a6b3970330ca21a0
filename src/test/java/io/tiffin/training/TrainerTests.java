package io.tiffin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tiffin.evaluation.Accuracy;
import io.tiffin.evaluation.Evaluation;
import io.tiffin.evaluation.Quantiles;
import io.tiffin.training.Trainer.Taught;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TrainerTests {

  private static final TrainingRows TEST = TestRows.of(1_000, 3);

  private static Taught taught;

  @BeforeAll
  static void teach() throws Exception {
    TestRows.loadTensorFlow();
    taught = TestRows.taught(TestRows.settings(1));
  }

  @Test
  void theNetworkBeatsTheConstantTheFormulaAndTheMeanOfTheGroup() {
    Map<String, Evaluation> evaluations =
        new Contenders(taught, TestRows.of(2_000, 1), List.of(0)).evaluate(TEST);

    double network = error(evaluations, Contenders.NETWORK);
    assertThat(network).isLessThan(0.5 * error(evaluations, "constant median"));
    assertThat(network).isLessThan(0.5 * error(evaluations, "mean of the group"));
    assertThat(network).isLessThan(0.9 * error(evaluations, "estimate by formula"));
    assertThat(network).isLessThan(1.02 * error(evaluations, "ridge, same features"));
  }

  @Test
  void quantilesAreKeptAboutAsOftenAsTheirRanksSay() {
    Evaluation evaluation = Evaluation.of(new Contenders(taught, TEST, List.of()).network(TEST));

    assertThat(evaluation.calibration().coverage()).isCloseTo(0.8, within(0.06));
    assertThat(evaluation.calibration().onTimeAtP80()).isCloseTo(0.8, within(0.06));
  }

  @Test
  void lossFallsFromStepToStep() {
    TrainingRows rows = TestRows.of(512, 4);
    Weights fresh = InitialWeights.of(TestRows.DESIGN, zeroWide(), new float[] {-2, 0, -2, -2}, 1);

    try (LearningSession session =
        new LearningSession(TestRows.DESIGN, taught.normalisation(), fresh, TestRows.settings(1))) {
      double first = session.step(rows, 0);
      double last = first;
      for (int step = 0; step < 60; step++) {
        last = session.step(rows, 0);
      }

      assertThat(last).isLessThan(0.8 * first);
    }
  }

  @Test
  void quantilesNeverCrossAndStayFiniteWhateverTheInput() {
    TrainingRows wild = wildRows(500);

    List<Quantiles> answers;
    try (FrozenNetwork network = taught.freeze()) {
      answers = network.quantiles(wild);
    }

    assertThat(answers)
        .allSatisfy(answer -> {
          assertThat(answer.p10()).isPositive().isLessThanOrEqualTo(answer.p50());
          assertThat(answer.p50()).isLessThanOrEqualTo(answer.p80());
          assertThat(answer.p80()).isLessThanOrEqualTo(answer.p90());
          assertThat(answer.p90()).isFinite();
        });
  }

  @Test
  void legsAreSharesOfTheMedian() {
    try (FrozenNetwork network = taught.freeze()) {
      float[] legs = network.fetch(TEST, Objects.requireNonNull(network.answer().legs()));
      double[] medians = network.medians(TEST);

      double[] travel = new double[TEST.size()];
      double[] actual = new double[TEST.size()];
      for (int row = 0; row < TEST.size(); row++) {
        assertThat(legs[3 * row] + legs[3 * row + 1] + legs[3 * row + 2])
            .isCloseTo((float) medians[row], within(0.01f));
        travel[row] = legs[3 * row + 2];
        actual[row] = TEST.leg(row, 2);
      }
      assertThat(Accuracy.of(travel, actual).meanAbsoluteError()).isLessThan(2.5);
    }
  }

  @Test
  void anotherSeedGivesOtherWeights() {
    Taught other = TestRows.taught(TestRows.settings(2));

    assertThat(other.weights().get("dense_1/kernel").values())
        .isNotEqualTo(taught.weights().get("dense_1/kernel").values());
  }

  @Test
  void withoutFeatureDropoutTheErrorIsWorseWhereFeaturesAreMissing() {
    Taught undropped = TestRows.taught(TestRows.settings(1).withFeatureDropout(0));
    TrainingRows degraded = TEST.range(0, TEST.size());
    for (int row = 0; row < degraded.size(); row++) {
      degraded.number(row, TestRows.NAIVE, Double.NaN);
      degraded.number(row, TestRows.QUEUE, Double.NaN);
    }

    assertThat(error(undropped, degraded)).isGreaterThan(1.1 * error(taught, degraded));
  }

  private static Weights zeroWide() {
    int width = WideGraph.width(TestRows.DESIGN);
    Weights wide = new Weights();
    wide.put("wide/kernel", new long[] {width, 1}, new float[width]);
    wide.put("wide/bias", new long[] {1}, new float[1]);
    return wide;
  }

  /** All missing, in part missing, and absurd values. */
  private static TrainingRows wildRows(int size) {
    Random random = new Random(5);
    TrainingRows rows = new TrainingRows(TestRows.DESIGN, size);
    List<Double> absurd =
        new ArrayList<>(Arrays.asList(Double.NaN, 0.0, -1e9, 1e9, 1e30, -1e30, 3.4e38));
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < 3; column++) {
        rows.number(row, column, row == 0 ? Double.NaN : absurd.get(random.nextInt(absurd.size())));
      }
      rows.category(row, 0, random.nextInt(16));
    }
    return rows;
  }

  private static double error(Map<String, Evaluation> evaluations, String contender) {
    return evaluations.get(contender).accuracy().meanAbsoluteError();
  }

  private static double error(Taught network, TrainingRows rows) {
    try (FrozenNetwork frozen = network.freeze()) {
      return Accuracy.of(frozen.medians(rows), rows.minutes()).meanAbsoluteError();
    }
  }
}
