package io.tiffin.training;

import io.tiffin.model.Sample;
import java.util.List;
import java.util.Map;

/**
 * Everything a network is made and judged from.
 *
 * @param design the network for it
 * @param split its rows
 * @param groupedBy positions of the categories that the baseline of group means groups by
 * @param groups ways to divide the test rows, each a name for each row, by title; for the report
 * @param degraded further rows of which something was not known, by what it was; for the report
 * @param journeys orders on their way; empty where only finished ones are known
 * @param samples a small labelled set of the test rows
 */
record Dataset(
    NetworkDesign design,
    Split split,
    List<Integer> groupedBy,
    Map<String, List<String>> groups,
    Map<String, TrainingRows> degraded,
    Journeys journeys,
    List<Sample> samples) {}
