package io.tiffin.sizing;

import org.jspecify.annotations.Nullable;

/**
 * What is asked of the stores of one view.
 *
 * @param rows that are kept, at least 1
 * @param bytesPerRow of one row, without what a store adds
 * @param readsPerSecond rows looked up
 * @param changesPerSecond rows written
 * @param clients processes that do so
 * @param latencyMillis within which 99 of 100 look-ups must be answered
 * @param hitRate share of the reads that a shared cache answers, 0 to 1
 * @param nearHitRate share of the reads that the near cache answers; null to derive it
 * @param hotShare share of the rows that a shared cache has to keep for its hits
 * @param budgetPerMonth in the price list's currency; null for none
 */
record Workload(
    long rows,
    long bytesPerRow,
    double readsPerSecond,
    double changesPerSecond,
    long clients,
    double latencyMillis,
    double hitRate,
    @Nullable Double nearHitRate,
    double hotShare,
    @Nullable Double budgetPerMonth) {}
