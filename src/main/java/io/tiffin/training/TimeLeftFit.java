package io.tiffin.training;

import io.tiffin.estimate.LeftInputs;
import io.tiffin.estimate.OrderProgress;
import io.tiffin.estimate.OrderStage;
import io.tiffin.estimate.Outlook;
import io.tiffin.model.Manifest;
import io.tiffin.model.Manifest.StageWeights;
import io.tiffin.training.Journeys.Labelled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Learns what is left of orders on their way, stage by stage. */
final class TimeLeftFit {

  /** A stage seen less often is left to the formula. Chosen: some 20 rows for each weight. */
  private static final int LEAST_ROWS = 300;

  /** Inputs beyond this share of those seen count as the outermost. Chosen. */
  private static final double OUTLIERS = 0.002;

  /**
   * Stages that are learnt together, told apart by a constant alone. Being accepted says next to
   * nothing of how long the rest takes: learnt by themselves, the orders that are not would have a
   * band that only chance made narrower.
   */
  private static final List<Set<OrderStage>> ALIKE =
      List.of(
          EnumSet.of(OrderStage.PLACED, OrderStage.ACCEPTED),
          EnumSet.of(OrderStage.ASSIGNED),
          EnumSet.of(OrderStage.READY),
          EnumSet.of(OrderStage.READY_ASSIGNED),
          EnumSet.of(OrderStage.AT_RESTAURANT),
          EnumSet.of(OrderStage.READY_AT_RESTAURANT),
          EnumSet.of(OrderStage.PICKED_UP),
          EnumSet.of(OrderStage.AT_DROPOFF));

  private TimeLeftFit() {}

  /** What is learnt from: inputs, the logarithm of the minutes that were left, and the stage. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Example(OrderStage stage, double[] inputs, double target) {}

  /**
   * Learns from orders and what a network expected of them; null if there are too few of every
   * stage.
   *
   * @param outlooks one for each, in order
   */
  static Manifest.@Nullable TimeLeft fit(List<Labelled> journeys, List<Outlook> outlooks) {
    Map<OrderStage, List<Example>> byStage = new EnumMap<>(OrderStage.class);
    for (int row = 0; row < journeys.size(); row++) {
      OrderProgress progress = journeys.get(row).snapshot().progress();
      double[] inputs = LeftInputs.of(progress, outlooks.get(row));
      double target = Math.log(journeys.get(row).minutesLeft());
      byStage
          .computeIfAbsent(progress.stage(), _ -> new ArrayList<>())
          .add(new Example(progress.stage(), inputs, target));
    }
    byStage.values().removeIf(examples -> examples.size() < LEAST_ROWS);
    List<StageWeights> stages = new ArrayList<>();
    for (Set<OrderStage> alike : ALIKE) {
      List<OrderStage> seen = alike.stream().filter(byStage::containsKey).toList();
      if (!seen.isEmpty()) {
        List<Example> examples = new ArrayList<>();
        seen.forEach(stage -> examples.addAll(byStage.getOrDefault(stage, List.of())));
        stages.addAll(learn(seen, examples));
      }
    }
    return stages.isEmpty() ? null : new Manifest.TimeLeft(LeftInputs.NAMES, stages);
  }

  private static List<StageWeights> learn(List<OrderStage> alike, List<Example> examples) {
    int width = LeftInputs.NAMES.size();
    Standard[] standards = new Standard[width];
    Arrays.setAll(standards, input -> Standard.of(examples, input));
    double[][] rows = new double[examples.size()][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = row(examples.get(row), standards, alike);
    }
    double[] targets = examples.stream().mapToDouble(Example::target).toArray();
    QuantileRegression regression = new QuantileRegression(rows, targets);
    double[][] ranks = {
      regression.fit(0.1), regression.fit(0.5), regression.fit(0.8), regression.fit(0.9)
    };
    List<StageWeights> stages = new ArrayList<>();
    for (int at = 0; at < alike.size(); at++) {
      stages.add(weights(alike.get(at), at, ranks, standards));
    }
    return stages;
  }

  /** Standardised inputs, then whether it is of the second stage, of the third and so on. */
  private static double[] row(Example example, Standard[] standards, List<OrderStage> alike) {
    double[] row = new double[standards.length + alike.size() - 1];
    for (int input = 0; input < standards.length; input++) {
      row[input] = standards[input].apply(example.inputs()[input]);
    }
    int stage = alike.indexOf(example.stage());
    if (stage > 0) {
      row[standards.length + stage - 1] = 1;
    }
    return row;
  }

  private static StageWeights weights(
      OrderStage stage, int at, double[][] ranks, Standard[] standards) {
    return new StageWeights(
        stage.name(),
        Arrays.stream(standards).map(Standard::least).toList(),
        Arrays.stream(standards).map(Standard::most).toList(),
        weights(ranks[0], at, standards),
        weights(ranks[1], at, standards),
        weights(ranks[2], at, standards),
        weights(ranks[3], at, standards));
  }

  /** Weights of the inputs as they are, from those of the standardised ones. */
  private static List<Double> weights(double[] standardised, int stage, Standard[] standards) {
    List<Double> weights = new ArrayList<>();
    double constant = standardised[0] + (stage > 0 ? standardised[standards.length + stage] : 0);
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

    static Standard of(List<Example> examples, int input) {
      double[] sorted =
          examples.stream().mapToDouble(example -> example.inputs()[input]).sorted().toArray();
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
      return (Math.clamp(value, least, most) - mean) / deviation;
    }
  }
}
