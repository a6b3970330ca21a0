package io.tiffin.gate;

/**
 * How long calls took.
 *
 * @param p50Millis the median of the rounds' medians
 * @param p99Millis the least of the rounds' 99th percentiles: what the version can keep when the
 *     machine lets it
 * @param calls how many there were
 * @param cpuMillis processor time for each order, the whole process's in the round of the least
 */
record Latency(double p50Millis, double p99Millis, long calls, double cpuMillis) {}
