package io.tiffin.training;

import io.tiffin.estimate.LeftInputs;
import io.tiffin.estimate.OrderStage;
import io.tiffin.estimate.Outlook;
import io.tiffin.model.Manifest;
import io.tiffin.model.Manifest.StageWeights;
import io.tiffin.training.Journeys.Labelled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Learns what is left of orders on their way, stage by stage. */
final class TimeLeftFit {

  /** A stage seen less often is left to the formula. Chosen: some 20 rows for each weight. */
  private static final int LEAST_ROWS = 300;

  /** Inputs beyond this share of those seen count as the outermost. Chosen. */
  private static final double OUTLIERS = 0.002;

  private TimeLeftFit() {}

  /**
   * Learns from orders and what a network expected of them; null if there are too few of every
   * stage.
   *
   * @param outlooks one for each, in order
   */
  static Manifest.@Nullable TimeLeft fit(List<Labelled> journeys, List<Outlook> outlooks) {
    List<StageWeights> stages = new ArrayList<>();
    for (OrderStage stage : OrderStage.values()) {
      List<double[]> inputs = new ArrayList<>();
      List<Double> targets = new ArrayList<>();
      for (int row = 0; row < journeys.size(); row++) {
        Labelled journey = journeys.get(row);
        if (journey.snapshot().progress().stage() == stage) {
          inputs.add(LeftInputs.of(journey.snapshot().progress(), outlooks.get(row)));
          targets.add(Math.log(journey.minutesLeft()));
        }
      }
      if (inputs.size() >= LEAST_ROWS) {
        stages.add(fit(stage, inputs, targets));
      }
    }
    return stages.isEmpty() ? null : new Manifest.TimeLeft(LeftInputs.NAMES, stages);
  }

  private static StageWeights fit(OrderStage stage, List<double[]> inputs, List<Double> targets) {
    int width = LeftInputs.NAMES.size();
    Standard[] standards = new Standard[width];
    Arrays.setAll(standards, input -> Standard.of(inputs, input));
    double[][] rows = new double[inputs.size()][width];
    for (int row = 0; row < rows.length; row++) {
      for (int input = 0; input < width; input++) {
        rows[row][input] = standards[input].apply(inputs.get(row)[input]);
      }
    }
    double[] logarithms = targets.stream().mapToDouble(Double::doubleValue).toArray();
    QuantileRegression regression = new QuantileRegression(rows, logarithms);
    return new StageWeights(
        stage.name(),
        Arrays.stream(standards).map(Standard::least).toList(),
        Arrays.stream(standards).map(Standard::most).toList(),
        weights(regression.fit(0.1), standards),
        weights(regression.fit(0.5), standards),
        weights(regression.fit(0.8), standards),
        weights(regression.fit(0.9), standards));
  }

  /** Weights of the inputs as they are, from those of the standardised ones. */
  private static List<Double> weights(double[] standardised, Standard[] standards) {
    List<Double> weights = new ArrayList<>();
    double constant = standardised[0];
    for (int input = 0; input < standards.length; input++) {
      double weight = standardised[input + 1] / standards[input].deviation();
      weights.add(weight);
      constant -= weight * standards[input].mean();
    }
    weights.addFirst(constant);
    return weights;
  }

  /** How an input is clamped and standardised; one that never varies becomes 0. */
  private record Standard(double least, double most, double mean, double deviation) {

    static Standard of(List<double[]> inputs, int input) {
      double[] sorted = inputs.stream().mapToDouble(row -> row[input]).sorted().toArray();
      int last = sorted.length - 1;
      double least = sorted[(int) (OUTLIERS * last)];
      double most = sorted[(int) Math.ceil((1 - OUTLIERS) * last)];
      double sum = 0;
      double squares = 0;
      for (double value : sorted) {
        double clamped = Math.clamp(value, least, most);
        sum += clamped;
        squares += clamped * clamped;
      }
      double mean = sum / sorted.length;
      double variance = squares / sorted.length - mean * mean;
      return new Standard(least, most, mean, variance > 1e-9 ? Math.sqrt(variance) : 1);
    }

    double apply(double value) {
      return Math.clamp(value, least, most) - mean == 0
          ? 0
          : (Math.clamp(value, least, most) - mean) / deviation;
    }
  }
}
