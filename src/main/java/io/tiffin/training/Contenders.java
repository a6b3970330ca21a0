package io.tiffin.training;

import io.tiffin.evaluation.Evaluation;
import io.tiffin.evaluation.Quantiles;
import io.tiffin.evaluation.Scored;
import io.tiffin.training.NetworkDesign.Baseline;
import io.tiffin.training.Trainer.Taught;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The network and what it must beat, all learnt from the same training rows. */
final class Contenders {

  static final String NETWORK = "network";

  private final Taught taught;
  private final TrainingRows train;
  private final List<Integer> groupedBy;

  /**
   * What they are made of.
   *
   * @param groupedBy positions of the categories whose combinations the mean of groups is taken
   *     over
   */
  Contenders(Taught taught, TrainingRows train, List<Integer> groupedBy) {
    this.taught = taught;
    this.train = train;
    this.groupedBy = groupedBy;
  }

  /** Evaluates every contender on rows, the network last. */
  Map<String, Evaluation> evaluate(TrainingRows rows) {
    Map<String, Evaluation> evaluations = new LinkedHashMap<>();
    evaluations.put("constant median", points(constants(train), constants(rows), rows));
    if (!groupedBy.isEmpty()) {
      GroupMeans means = new GroupMeans(train, groupedBy);
      evaluations.put("mean of the group", points(means.of(train), means.of(rows), rows));
    }
    if (taught.design().baseline() instanceof Baseline.Estimate estimate) {
      evaluations.put(
          "estimate by formula", points(formula(estimate, train), formula(estimate, rows), rows));
    }
    try (WideColumns columns = new WideColumns(taught.design(), taught.normalisation())) {
      double[] onTrain = taught.wide().fitted(columns, train);
      evaluations.put(
          "ridge, same features", points(onTrain, taught.wide().fitted(columns, rows), rows));
    }
    evaluations.put(NETWORK, Evaluation.of(network(rows)));
    return evaluations;
  }

  /** The network's predictions beside the labels, row by row. */
  List<Scored> network(TrainingRows rows) {
    try (FrozenNetwork network = taught.freeze()) {
      return scored(network.quantiles(rows), rows);
    }
  }

  private double[] constants(TrainingRows rows) {
    double[] constants = new double[rows.size()];
    Arrays.fill(constants, taught.normalisation().medianMinutes());
    return constants;
  }

  private double[] formula(Baseline.Estimate estimate, TrainingRows rows) {
    double[] minutes = new double[rows.size()];
    for (int row = 0; row < minutes.length; row++) {
      double told = rows.number(row, estimate.number()) / estimate.perMinute();
      minutes[row] =
          Double.isNaN(told) ? taught.normalisation().medianMinutes() : Math.max(told, 1);
    }
    return minutes;
  }

  /**
   * A point becomes a distribution by the spread of its errors, label ÷ prediction, on the training
   * rows.
   */
  private Evaluation points(double[] onTrain, double[] predicted, TrainingRows rows) {
    double[] ratios = new double[onTrain.length];
    Arrays.setAll(ratios, row -> train.minutes(row) / onTrain[row]);
    Arrays.sort(ratios);
    int last = ratios.length - 1;
    List<Quantiles> quantiles = new ArrayList<>(predicted.length);
    for (double point : predicted) {
      quantiles.add(
          new Quantiles(
              point * ratios[(int) (0.1 * last)],
              point,
              point * ratios[(int) (0.8 * last)],
              point * ratios[(int) (0.9 * last)]));
    }
    return Evaluation.of(scored(quantiles, rows));
  }

  private static List<Scored> scored(List<Quantiles> quantiles, TrainingRows rows) {
    List<Scored> scored = new ArrayList<>(rows.size());
    for (int row = 0; row < rows.size(); row++) {
      scored.add(new Scored(quantiles.get(row), rows.minutes(row), rows.promised(row)));
    }
    return scored;
  }
}
