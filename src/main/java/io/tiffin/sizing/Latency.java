package io.tiffin.sizing;

/**
 * How long a look-up of a few rows takes.
 *
 * @param p50Millis the median
 * @param p99Millis 99 of 100 are faster
 */
record Latency(double p50Millis, double p99Millis) {}
