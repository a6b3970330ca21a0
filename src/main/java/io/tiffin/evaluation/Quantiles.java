package io.tiffin.evaluation;

/**
 * A predicted distribution of minutes, told by four of its quantiles.
 *
 * @param p10 exceeded by nine actual durations in ten
 * @param p50 the median: as often too long as too short
 * @param p80 kept by eight deliveries in ten, the promise worth making
 * @param p90 kept by nine deliveries in ten
 */
public record Quantiles(double p10, double p50, double p80, double p90) {}
