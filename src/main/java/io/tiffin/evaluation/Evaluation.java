package io.tiffin.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Everything that is published of a predictor's errors.
 *
 * @param accuracy of the medians
 * @param calibration of the quantiles
 * @param lateness of the medians against the promise
 */
public record Evaluation(Accuracy accuracy, Calibration calibration, Lateness lateness) {

  /**
   * Evaluates predictions by their outcomes.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Evaluation of(List<Scored> deliveries) {
    double[] predicted = column(deliveries, delivery -> delivery.predicted().p50());
    double[] actual = column(deliveries, Scored::actual);
    double[] promised = column(deliveries, Scored::promised);
    return new Evaluation(
        Accuracy.of(predicted, actual),
        Calibration.of(deliveries),
        Lateness.of(predicted, actual, promised));
  }

  /**
   * Evaluates each group for itself; groups come in their natural order.
   *
   * @param deliveries whatever knows a scored prediction and the group it belongs to
   */
  public static <D, G extends Comparable<G>> SortedMap<G, Evaluation> byGroup(
      List<D> deliveries, Function<D, Scored> scored, Function<D, G> group) {
    SortedMap<G, List<Scored>> groups = new TreeMap<>();
    for (D delivery : deliveries) {
      groups
          .computeIfAbsent(group.apply(delivery), key -> new ArrayList<>())
          .add(scored.apply(delivery));
    }
    SortedMap<G, Evaluation> evaluations = new TreeMap<>();
    groups.forEach((key, members) -> evaluations.put(key, of(members)));
    return evaluations;
  }

  /**
   * The metrics by the names under which a bundle's manifest carries them; one that is undefined is
   * left out.
   */
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("count", (double) accuracy.count());
    metrics.put("mae", accuracy.meanAbsoluteError());
    metrics.put("bias", accuracy.bias());
    metrics.put("within5", accuracy.within5());
    metrics.put("within10", accuracy.within10());
    metrics.put("pinball", calibration.pinball());
    metrics.put("coverage", calibration.coverage());
    metrics.put("onTimeAtP80", calibration.onTimeAtP80());
    lateness.precision().ifPresent(share -> metrics.put("latePrecision", share));
    lateness.recall().ifPresent(share -> metrics.put("lateRecall", share));
    metrics.put("lateAccuracy", lateness.accuracy());
    return metrics;
  }

  private static double[] column(List<Scored> deliveries, ToDoubleFunction<Scored> value) {
    return deliveries.stream().mapToDouble(value).toArray();
  }
}
