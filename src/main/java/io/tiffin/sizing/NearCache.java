package io.tiffin.sizing;

/**
 * The near cache of each process: memory that is there anyway.
 *
 * @param weightMib that it may take in each process
 * @param entryOverheadBytes beside a row
 * @param toldMaxAgeSeconds how long a row lives where writes by others are told
 * @param untoldMaxAgeSeconds how long where they are not
 * @param soleWriterMaxAgeSeconds how long where nobody else writes
 */
record NearCache(
    Latency latency,
    double weightMib,
    long entryOverheadBytes,
    double toldMaxAgeSeconds,
    double untoldMaxAgeSeconds,
    double soleWriterMaxAgeSeconds) {

  private static final double BYTES_PER_MIB = 1L << 20;

  /**
   * The share of reads that it answers: given, or derived. Derived, keys are taken as equally
   * popular, which real ones are not, so that it is rather more: with a reads of a row and process
   * per second and rows that live t seconds, a·t of 1 + a·t reads are hits; of that, the share of
   * the rows that fit.
   */
  double hitRate(Workload workload, Offer behind) {
    if (workload.nearHitRate() != null) {
      return workload.nearHitRate();
    }
    double reads =
        workload.readsPerSecond() / workload.rows() / workload.clients() * life(workload, behind);
    return reads / (1 + reads) * Math.min(1, weightMib / neededMib(workload));
  }

  /** What it takes of each process. */
  double usedMib(Workload workload) {
    return Math.min(weightMib, neededMib(workload));
  }

  /** Until it is too old, or somebody writes it. */
  private double life(Workload workload, Offer behind) {
    double age =
        workload.clients() == 1
            ? soleWriterMaxAgeSeconds
            : behind.tellsOfChanges() ? toldMaxAgeSeconds : untoldMaxAgeSeconds;
    return workload.changesPerSecond() == 0
        ? age
        : Math.min(age, workload.rows() / workload.changesPerSecond());
  }

  private double neededMib(Workload workload) {
    return workload.rows() * (double) (workload.bytesPerRow() + entryOverheadBytes) / BYTES_PER_MIB;
  }
}
