package io.tiffin.coherence;

/**
 * What one process saw.
 *
 * @param reads keys looked up
 * @param near answered by the near cache
 * @param failed answered that nobody knew
 * @param stepsBack answered with an older version than was seen before the look-up began
 * @param brokenWords those of them whose older version an acknowledged write had outdated when the
 *     look-up began; the others went back from a write that nobody had been told of yet
 * @param lost answered that there was nothing
 * @param outdated answered with a version that had been outdated when the look-up began
 * @param worstMicros the longest that one of those had been, without the time in which the process
 *     stood still
 * @param p99Micros 99th percentile of how long those had been
 * @param first the first thing that went wrong; empty if nothing did
 */
record Report(
    long reads,
    long near,
    long failed,
    long stepsBack,
    long brokenWords,
    long lost,
    long outdated,
    long worstMicros,
    long p99Micros,
    String first) {

  private static final String PREFIX = "report;";

  /** One line, to be read by {@link #parse}. */
  String line() {
    return PREFIX
        + String.join(
            ";",
            java.util.stream.LongStream.of(
                    reads,
                    near,
                    failed,
                    stepsBack,
                    brokenWords,
                    lost,
                    outdated,
                    worstMicros,
                    p99Micros)
                .mapToObj(Long::toString)
                .toList())
        + ";"
        + first;
  }

  static boolean isLine(String line) {
    return line.startsWith(PREFIX);
  }

  static Report parse(String line) {
    String[] parts = line.split(";", -1);
    return new Report(
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]),
        Long.parseLong(parts[4]),
        Long.parseLong(parts[5]),
        Long.parseLong(parts[6]),
        Long.parseLong(parts[7]),
        Long.parseLong(parts[8]),
        Long.parseLong(parts[9]),
        parts[10]);
  }
}
