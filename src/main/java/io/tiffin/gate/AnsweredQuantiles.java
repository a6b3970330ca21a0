package io.tiffin.gate;

import io.tiffin.evaluation.Quantiles;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.Inference.Answered;
import io.tiffin.model.Manifest.Minutes;

/** From a model's output to the quantiles that are served. */
final class AnsweredQuantiles {

  /** Longer is what nobody is told: an estimate passes such an answer over. */
  private static final double MOST_MINUTES = 24 * 60;

  /** The standard normal distribution's quantile at 0.9, and at 0.8. */
  private static final double SCORE_90 = 1.2815515655446004;

  private static final double SCORE_80 = 0.8416212335729143;

  private final Minutes minutes;
  private final int width;
  private final int median;

  AnsweredQuantiles(Minutes minutes) {
    this.minutes = minutes;
    width = minutes.quantiles().size();
    median = minutes.quantiles().indexOf(0.5);
  }

  /**
   * Of one order; those that the model does not tell are derived as the manifest says.
   *
   * @throws BundleRefusedException if the answer is none that anybody would be told
   */
  Quantiles of(Answered answer, int row) throws BundleRefusedException {
    double p50 = answer.minutes()[row * width + median];
    Quantiles quantiles =
        new Quantiles(
            told(answer, row, 0.1, -SCORE_90, p50),
            p50,
            told(answer, row, 0.8, SCORE_80, p50),
            told(answer, row, 0.9, SCORE_90, p50));
    boolean isFinite =
        Double.isFinite(quantiles.p10() + quantiles.p50() + quantiles.p80() + quantiles.p90());
    if (!isFinite || p50 <= 0 || p50 > MOST_MINUTES) {
      throw new BundleRefusedException(
          "the model answers an order of its samples with "
              + quantiles
              + ", expected minutes above 0 and at most a day");
    }
    return quantiles;
  }

  private double told(Answered answer, int row, double rank, double score, double p50) {
    int column = minutes.quantiles().indexOf(rank);
    if (column >= 0) {
      return answer.minutes()[row * width + column];
    }
    Double spread = minutes.logStandardDeviation();
    return spread == null ? Double.NaN : p50 * Math.exp(spread * score);
  }
}
