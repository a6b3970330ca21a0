package io.tiffin.training;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says of growing.
 *
 * @param directory where the frontier is written
 * @param rungEpochs passes over the training rows for each rung
 * @param vcpuHour price of a virtual processor for an hour
 * @param targetMae the error that is asked for, minutes; null for the least there is
 * @param samples labelled orders of each bundle, by which the gate judges it
 */
record GrowthOptions(
    Path directory, int rungEpochs, double vcpuHour, @Nullable Double targetMae, int samples) {

  /** Chosen: half of what a network is usually taught with; the error is within some percent. */
  private static final String EPOCHS = "10";

  /** Chosen: about what clouds ask on demand, in dollars. */
  private static final String VCPU_HOUR = "0.04";

  /** Chosen: the noise of the gate's errors is half of that of the usual 64. */
  private static final int SAMPLES = 256;

  private static final int MOST_EPOCHS = 1_000;

  /**
   * Of options and their values.
   *
   * @throws TrainingInputException if a value is none
   */
  static GrowthOptions of(Map<String, String> values) throws TrainingInputException {
    String target = values.get("--target-mae");
    double epochs = positive("--rung-epochs", values.getOrDefault("--rung-epochs", EPOCHS));
    if (epochs != Math.rint(epochs) || epochs > MOST_EPOCHS) {
      throw new TrainingInputException(
          "--rung-epochs is "
              + values.get("--rung-epochs")
              + ", expected a whole number up to "
              + MOST_EPOCHS);
    }
    return new GrowthOptions(
        Path.of(values.getOrDefault("--frontier", "growth")),
        (int) epochs,
        positive("--vcpu-hour", values.getOrDefault("--vcpu-hour", VCPU_HOUR)),
        target == null ? null : positive("--target-mae", target),
        SAMPLES);
  }

  private static double positive(String option, String text) throws TrainingInputException {
    try {
      double number = Double.parseDouble(text);
      if (number > 0 && Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException malformed) {
      throw new TrainingInputException(
          option + " is '" + text + "', expected a number above 0", malformed);
    }
    throw new TrainingInputException(option + " is " + text + ", expected a number above 0");
  }
}
