package io.tiffin.gate;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * Thresholds that have a name.
 *
 * @param name how it is called
 * @param quality what a version must get right
 * @param cost what it may cost
 */
record GateProfile(String name, Quality quality, Cost cost) {

  static final String SERVER = "server";
  static final String SMALL = "small";

  /**
   * What a version must get right on its labelled set. All are widened by the noise of the set, see
   * {@link Resamples}.
   *
   * @param ordersAtLeast labelled orders; 0 to let versions in of which too little is known
   * @param maeAtMost mean absolute error of the median, minutes
   * @param within5AtLeast share of medians at most 5 minutes off
   * @param within10AtLeast share of medians at most 10 minutes off
   * @param lateAccuracyAtLeast share of orders of which it is foretold rightly whether they are
   *     late
   * @param latePrecisionAtLeast of the orders foretold late, the share that was
   * @param lateRecallAtLeast of the late orders, the share that was foretold
   * @param pinballAtMost mean pinball loss of the four quantiles, minutes
   * @param coverageGapAtMost how far the share of orders from p10 to p90 may be from 0.8
   * @param errorRatioAtMost an error ÷ the serving version's on the same orders
   * @param shareLossAtMost how far a share may lie below the serving version's on the same orders
   */
  record Quality(
      int ordersAtLeast,
      double maeAtMost,
      double within5AtLeast,
      double within10AtLeast,
      double lateAccuracyAtLeast,
      double latePrecisionAtLeast,
      double lateRecallAtLeast,
      double pinballAtMost,
      double coverageGapAtMost,
      double errorRatioAtMost,
      double shareLossAtMost) {}

  /**
   * What a version may cost on this machine.
   *
   * @param latencyP50AtMost median time of a call for one order among concurrent ones
   * @param latencyP99AtMost time that 99 calls in 100 keep
   * @param batchP50AtMost median time of a call for many orders
   * @param sizeAtMost all files of the bundle
   * @param nativeMemoryAtMost what the process grows by when it is loaded and run
   * @param allocationAtMost heap that a call for one order allocates
   * @param gpuMemoryAtMost share of the device's memory in use while it runs
   * @param gpuLoadAtMost share of the time in which the device is busy while it runs
   */
  record Cost(
      Duration latencyP50AtMost,
      Duration latencyP99AtMost,
      Duration batchP50AtMost,
      DataSize sizeAtMost,
      DataSize nativeMemoryAtMost,
      DataSize allocationAtMost,
      double gpuMemoryAtMost,
      double gpuLoadAtMost) {

    private static final double NANOS_PER_MILLI = 1e6;

    /** Whether calls for one order may take so long. */
    boolean takeSingle(Latency latency) {
      return latency.p50Millis() <= millis(latencyP50AtMost)
          && latency.p99Millis() <= millis(latencyP99AtMost);
    }

    /** Whether calls for many orders may take so long. */
    boolean takeBatch(Latency latency) {
      return latency.p50Millis() <= millis(batchP50AtMost);
    }

    static double millis(Duration duration) {
      return duration.toNanos() / NANOS_PER_MILLI;
    }
  }

  /**
   * For a server of its own. Chosen; the errors so that what no better than a constant median of
   * the simulated city is refused, of which training.md tells 13.5 minutes, 24 % and 47 %.
   *
   * @param reserve the time that an estimate keeps for the model
   */
  static GateProfile server(Duration reserve) {
    return new GateProfile(
        SERVER,
        new Quality(0, 12, 0.25, 0.5, 0.6, 0.5, 0.4, 4, 0.1, 1.05, 0.05),
        new Cost(
            reserve.dividedBy(3),
            reserve,
            reserve,
            DataSize.ofMegabytes(512),
            DataSize.ofMegabytes(1024),
            DataSize.ofKilobytes(256),
            0.8,
            0.9));
  }

  /**
   * For a virtual processor or two with a gigabyte or two of memory. Chosen: three versions, old,
   * new and shadow, fit beside the service; the callers' budget is the same as on a server; a
   * little may be got wrong for it.
   */
  static GateProfile small(Duration reserve) {
    return new GateProfile(
        SMALL,
        new Quality(0, 12, 0.25, 0.5, 0.6, 0.5, 0.4, 4, 0.1, 1.1, 0.08),
        new Cost(
            reserve.dividedBy(3),
            reserve,
            reserve,
            DataSize.ofMegabytes(16),
            DataSize.ofMegabytes(128),
            DataSize.ofKilobytes(64),
            0.5,
            0.7));
  }
}
