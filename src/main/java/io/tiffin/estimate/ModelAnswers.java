package io.tiffin.estimate;

import io.tiffin.model.Inference.Answered;
import io.tiffin.model.Manifest.Minutes;
import io.tiffin.model.Manifest.Outputs;
import io.tiffin.serving.FeatureVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From a model's output to predictions: which column is which quantile, and how ranks that it does
 * not tell are derived.
 */
final class ModelAnswers {

  private static final int LEGS = 3;
  private static final int DERIVED = -1;
  private static final int MEDIAN = 1; // of LogNormal.RANKS

  private final int width;
  private final int[] columns = new int[LogNormal.RANKS.length];
  private final double logStandardDeviation;

  /**
   * @throws UnfitModelException if a quantile can be neither read nor derived
   */
  ModelAnswers(Outputs outputs) {
    Minutes minutes = outputs.minutes();
    width = minutes.quantiles().size();
    boolean derives = false;
    for (int rank = 0; rank < columns.length; rank++) {
      columns[rank] = column(minutes.quantiles(), LogNormal.RANKS[rank]);
      derives |= columns[rank] == DERIVED;
    }
    Double spread = minutes.logStandardDeviation();
    if (columns[MEDIAN] == DERIVED || (derives && spread == null)) {
      throw new UnfitModelException(
          "quantiles "
              + minutes.quantiles()
              + " tell too little: 0.5 must be among them, and all of 0.1, 0.5, 0.8, 0.9"
              + " unless logStandardDeviation is given");
    }
    logStandardDeviation = spread == null ? 0 : spread;
  }

  /**
   * What the model says of an order, or null if nobody should believe it: a quantile that is no
   * number, a median of no time or of more than a day.
   *
   * @param baseline tells the legs where the model tells none
   */
  @Nullable Prediction prediction(
      Answered answer, int row, FeatureVector features, PhysicalBaseline baseline) {
    double p50 = answer.minutes()[row * width + columns[MEDIAN]];
    if (!(p50 > 0 && p50 <= DeliveryMinutes.MOST)) {
      return null;
    }
    double[] quantiles = new double[columns.length];
    for (int rank = 0; rank < quantiles.length; rank++) {
      quantiles[rank] =
          columns[rank] == DERIVED
              ? LogNormal.quantile(p50, logStandardDeviation, rank)
              : answer.minutes()[row * width + columns[rank]];
      if (!Double.isFinite(quantiles[rank])) {
        return null;
      }
    }
    DeliveryMinutes minutes = DeliveryMinutes.ofQuantiles(quantiles);
    DeliveryLegs legs =
        answer.legs().length == 0
            ? baseline.legs(minutes.p50(), features)
            : legs(answer.legs(), row * LEGS, minutes.p50());
    return new Prediction(minutes, legs);
  }

  private static DeliveryLegs legs(float[] legs, int at, double p50) {
    return DeliveryLegs.within(p50, legs[at], legs[at + 1], legs[at + 2]);
  }

  private static int column(List<Double> quantiles, double rank) {
    for (int column = 0; column < quantiles.size(); column++) {
      if (Math.abs(quantiles.get(column) - rank) < 1e-9) {
        return column;
      }
    }
    return DERIVED;
  }
}
