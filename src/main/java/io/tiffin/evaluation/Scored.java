package io.tiffin.evaluation;

/**
 * A prediction beside what came of it; all in minutes.
 *
 * @param predicted what was said
 * @param actual what came of it; positive
 * @param promised what the customer had been told: longer is late
 */
public record Scored(Quantiles predicted, double actual, double promised) {}
