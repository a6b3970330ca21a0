package io.tiffin.training;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.evaluation.Accuracy;
import io.tiffin.model.Examples;
import io.tiffin.model.Inference;
import io.tiffin.model.Inference.Answered;
import io.tiffin.model.Inference.Failed;
import io.tiffin.model.Manifest;
import io.tiffin.model.Model;
import io.tiffin.model.Sample;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A variant beside what it was made of, on the bundle's own labelled samples.
 *
 * @param original what it was made of
 * @param variant the variant
 * @param largestDifference of any answered number, relative to the original's; of a leg, which may
 *     be next to nothing, relative to the whole
 */
record VariantReport(Measured original, Measured variant, double largestDifference) {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Calls that are not counted, then those that are, of each model in turn. Chosen. */
  private static final int WARM_UP = 500;

  private static final int ROUNDS = 10;
  private static final int CALLS = 200;

  /**
   * What was measured of one model.
   *
   * @param name and version
   * @param error mean absolute minutes
   * @param micros the least of the rounds' median times of a call with one order
   */
  record Measured(String name, double error, double micros) {}

  static VariantReport of(
      Model original, Model variant, Examples all, List<Sample> samples, Ticker ticker)
      throws TrainingInputException {
    Answered before = answer(original, all, ticker);
    Answered after = answer(variant, all, ticker);
    Examples one = new Examples(original.manifest().inputs(), 1);
    double[] micros = {Double.MAX_VALUE, Double.MAX_VALUE};
    median(original, one, WARM_UP, ticker);
    median(variant, one, WARM_UP, ticker);
    for (int round = 0; round < ROUNDS; round++) {
      micros[0] = Math.min(micros[0], median(original, one, CALLS, ticker));
      micros[1] = Math.min(micros[1], median(variant, one, CALLS, ticker));
    }
    return new VariantReport(
        new Measured(name(original), error(original, before, samples), micros[0]),
        new Measured(name(variant), error(variant, after, samples), micros[1]),
        difference(before, after, all.rows()));
  }

  private static String name(Model model) {
    Manifest manifest = model.manifest();
    return manifest.name() + " " + manifest.version() + ", " + manifest.engine().name();
  }

  private static Answered answer(Model model, Examples examples, Ticker ticker)
      throws TrainingInputException {
    Inference inference = model.run(examples, Deadline.in(LIMIT, ticker));
    return switch (inference) {
      case Answered answered -> answered;
      case Failed failed ->
          throw new TrainingInputException(name(model) + " does not answer: " + failed.message());
    };
  }

  private static double median(Model model, Examples examples, int calls, Ticker ticker)
      throws TrainingInputException {
    long[] nanos = new long[calls];
    for (int call = 0; call < calls; call++) {
      long begun = ticker.nanos();
      answer(model, examples, ticker);
      nanos[call] = ticker.nanos() - begun;
    }
    Arrays.sort(nanos);
    return nanos[calls / 2] / 1_000.0;
  }

  private static double error(Model model, Answered answer, List<Sample> samples) {
    List<Double> quantiles = model.manifest().outputs().minutes().quantiles();
    double[] medians = new double[samples.size()];
    double[] actual = new double[samples.size()];
    for (int row = 0; row < medians.length; row++) {
      medians[row] = answer.minutes()[row * quantiles.size() + quantiles.indexOf(0.5)];
      actual[row] = samples.get(row).minutes();
    }
    return Accuracy.of(medians, actual).meanAbsoluteError();
  }

  private static double difference(Answered before, Answered after, int rows) {
    double largest = 0;
    int columns = before.minutes().length / rows;
    for (int index = 0; index < before.minutes().length; index++) {
      double whole = before.minutes()[index];
      largest = Math.max(largest, Math.abs(after.minutes()[index] - whole) / whole);
    }
    int legs = before.legs().length / rows;
    for (int index = 0; index < before.legs().length; index++) {
      double whole = before.minutes()[index / legs * columns];
      largest = Math.max(largest, Math.abs(after.legs()[index] - before.legs()[index]) / whole);
    }
    return largest;
  }

  /** Prints a small table; sizes are those of what the engines read, in bytes. */
  void print(PrintStream out, long originalSize, long variantSize) {
    out.printf("%-24s %12s %16s %12s%n", "", "bytes", "p50, 1 order", "MAE, min");
    print(out, original, originalSize);
    print(out, variant, variantSize);
    out.printf(
        Locale.ROOT,
        "%-24s %12.2f %16.2f %12.4f%n",
        "ratio",
        (double) variantSize / originalSize,
        variant.micros / original.micros,
        variant.error / original.error);
    out.printf(
        Locale.ROOT, "The largest difference of a number is %.2g of it.%n", largestDifference);
  }

  private static void print(PrintStream out, Measured measured, long size) {
    out.printf(
        Locale.ROOT,
        "%-24s %,12d %13.1f us %12.3f%n",
        measured.name,
        size,
        measured.micros,
        measured.error);
  }
}
