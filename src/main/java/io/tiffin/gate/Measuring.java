package io.tiffin.gate;

import java.time.Duration;

/**
 * How long and how often is measured.
 *
 * @param concurrency callers that ask for one order at a time
 * @param batch orders of the larger calls
 * @param warmUpCalls calls that are made before any is measured
 * @param rounds how often a latency is measured, and again if it would be refused
 * @param round how long each takes
 * @param mostCalls of each caller in a round
 * @param patience for a call, and for a load tenfold
 */
record Measuring(
    int concurrency,
    int batch,
    int warmUpCalls,
    int rounds,
    Duration round,
    int mostCalls,
    Duration patience) {

  /**
   * Chosen: five rounds of 300 ms outlast a hiccup of the machine, and hold some thousand calls of
   * a small network; a verdict takes some seconds.
   */
  static Measuring usual(int concurrency, int batch) {
    return new Measuring(
        concurrency, batch, 500, 5, Duration.ofMillis(300), 20_000, Duration.ofSeconds(10));
  }

  Duration loadPatience() {
    return patience.multipliedBy(10);
  }
}
