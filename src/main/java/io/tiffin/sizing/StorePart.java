package io.tiffin.sizing;

/**
 * One store of a combination.
 *
 * @param store its tier, such as {@code redis}
 * @param product what it is called where it is sold
 * @param units how many are bought
 * @param unit what one of them is
 * @param readsPerSecond that arrive at it
 * @param writesPerSecond that arrive at it; 0 at the near cache, which each process fills itself
 * @param monthlyCost in the report's currency
 * @param why the calculation in words
 */
public record StorePart(
    String store,
    String product,
    long units,
    String unit,
    double readsPerSecond,
    double writesPerSecond,
    double monthlyCost,
    String why) {}
