package io.tiffin.training;

import io.tiffin.model.Sample;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Everything a network is made and judged from.
 *
 * @param design the network for it
 * @param split its rows
 * @param reference rows that the trainer saw, as they are usually asked about: how their inputs are
 *     distributed goes with a bundle, for drift to be told
 * @param groupedBy positions of the categories that the baseline of group means groups by
 * @param groups ways to divide the test rows, each a name for each row, by title; for the report
 * @param degraded further rows of which something was not known, by what it was; for the report
 * @param journeys orders on their way; empty where only finished ones are known
 * @param samples gives a labelled set of so many test rows, or of all if there are fewer
 */
record Dataset(
    NetworkDesign design,
    Split split,
    TrainingRows reference,
    List<Integer> groupedBy,
    Map<String, List<String>> groups,
    Map<String, TrainingRows> degraded,
    Journeys journeys,
    IntFunction<List<Sample>> samples) {

  /** Rows of the labelled set that goes with a bundle; chosen. */
  static final int USUAL_SAMPLES = 64;

  /** The labelled set that usually goes with a bundle. */
  List<Sample> usualSamples() {
    return samples.apply(USUAL_SAMPLES);
  }
}
