package io.tiffin.evaluation;

import java.util.List;

/**
 * Whether predicted quantiles are kept as often as their ranks say.
 *
 * @param pinball mean over predictions and over the four ranks of the {@link Pinball} loss, minutes
 * @param coverage share of actual durations from p10 to p90, both included; 0.8 is right
 * @param onTimeAtP80 share of actual durations of at most p80; 0.8 is right
 */
public record Calibration(double pinball, double coverage, double onTimeAtP80) {

  /**
   * Judges predictions by their outcomes.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Calibration of(List<Scored> deliveries) {
    Series.checkNotEmpty(deliveries.size());
    double pinball = 0;
    int covered = 0;
    int kept = 0;
    for (Scored delivery : deliveries) {
      Quantiles predicted = delivery.predicted();
      double actual = delivery.actual();
      pinball += Pinball.loss(predicted, actual);
      covered += predicted.p10() <= actual && actual <= predicted.p90() ? 1 : 0;
      kept += actual <= predicted.p80() ? 1 : 0;
    }
    double count = deliveries.size();
    return new Calibration(pinball / count, covered / count, kept / count);
  }
}
