package io.tiffin.gate;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How versions of models are judged before they take traffic.
 *
 * @param profile Name of the thresholds in force: server, small, or one of
 *     tiffin.model.gate.profiles.
 * @param concurrency Callers that ask at a time while the latency of calls for one order is
 *     measured.
 * @param batch Orders of the calls whose latency is measured besides.
 * @param profiles Thresholds by the name of their profile. Those not set of server and small are
 *     built in, those not set of another profile are the ones of server.
 */
@Validated
@ConfigurationProperties("tiffin.model.gate")
record GateProperties(
    @DefaultValue("server") String profile,
    @Min(1) @Max(256) @DefaultValue("8") int concurrency,
    @Min(2) @Max(1024) @DefaultValue("32") int batch,
    @DefaultValue Map<String, Thresholds> profiles) {

  GateProperties {
    profiles = Map.copyOf(profiles);
    TreeSet<String> known = new TreeSet<>(profiles.keySet());
    known.add(GateProfile.SERVER);
    known.add(GateProfile.SMALL);
    if (!known.contains(profile)) {
      throw new IllegalArgumentException(
          "tiffin.model.gate.profile is '"
              + profile
              + "': set it to one of "
              + known
              + ", or set thresholds under tiffin.model.gate.profiles."
              + profile);
    }
  }

  /**
   * Thresholds as they are set, null where they are not.
   *
   * @param ordersAtLeast Labelled orders that a bundle must carry.
   * @param maeAtMost Mean absolute error, minutes.
   * @param within5AtLeast Share of medians at most 5 minutes off.
   * @param within10AtLeast Share of medians at most 10 minutes off.
   * @param lateAccuracyAtLeast Share of orders of which it is foretold rightly whether they are
   *     late.
   * @param latePrecisionAtLeast Of the orders foretold late, the share that was.
   * @param lateRecallAtLeast Of the late orders, the share that was foretold.
   * @param pinballAtMost Mean pinball loss, minutes.
   * @param coverageGapAtMost How far the share of orders from p10 to p90 may be from 0.8.
   * @param errorRatioAtMost An error ÷ the serving version's on the same orders.
   * @param shareLossAtMost How far a share may lie below the serving version's on the same orders.
   * @param latencyP50AtMost Median time of a call for one order. Default: a third of
   *     tiffin.estimate.model-reserve.
   * @param latencyP99AtMost Time that 99 calls for one order in 100 keep. Default:
   *     tiffin.estimate.model-reserve.
   * @param batchP50AtMost Median time of a call for many orders. Default:
   *     tiffin.estimate.model-reserve.
   * @param sizeAtMost Size of the bundle on disk.
   * @param nativeMemoryAtMost What the process may grow by for a version.
   * @param allocationAtMost Heap that a call for one order may allocate.
   * @param gpuMemoryAtMost Share of the GPU's memory that may be in use while the version runs.
   * @param gpuLoadAtMost Share of the time in which the GPU may be busy while the version runs.
   */
  record Thresholds(
      @Nullable Integer ordersAtLeast,
      @Nullable Double maeAtMost,
      @Nullable Double within5AtLeast,
      @Nullable Double within10AtLeast,
      @Nullable Double lateAccuracyAtLeast,
      @Nullable Double latePrecisionAtLeast,
      @Nullable Double lateRecallAtLeast,
      @Nullable Double pinballAtMost,
      @Nullable Double coverageGapAtMost,
      @Nullable Double errorRatioAtMost,
      @Nullable Double shareLossAtMost,
      @Nullable Duration latencyP50AtMost,
      @Nullable Duration latencyP99AtMost,
      @Nullable Duration batchP50AtMost,
      @Nullable DataSize sizeAtMost,
      @Nullable DataSize nativeMemoryAtMost,
      @Nullable DataSize allocationAtMost,
      @Nullable Double gpuMemoryAtMost,
      @Nullable Double gpuLoadAtMost) {}

  /**
   * The profile in force.
   *
   * @param reserve the time that an estimate keeps for the model
   */
  GateProfile inForce(Duration reserve) {
    GateProfile builtIn =
        profile.equals(GateProfile.SMALL)
            ? GateProfile.small(reserve)
            : GateProfile.server(reserve);
    Thresholds set = profiles.get(profile);
    return set == null
        ? new GateProfile(profile, builtIn.quality(), builtIn.cost())
        : new GateProfile(profile, quality(set, builtIn.quality()), cost(set, builtIn.cost()));
  }

  private static GateProfile.Quality quality(Thresholds set, GateProfile.Quality builtIn) {
    return new GateProfile.Quality(
        or(set.ordersAtLeast(), builtIn.ordersAtLeast()),
        or(set.maeAtMost(), builtIn.maeAtMost()),
        or(set.within5AtLeast(), builtIn.within5AtLeast()),
        or(set.within10AtLeast(), builtIn.within10AtLeast()),
        or(set.lateAccuracyAtLeast(), builtIn.lateAccuracyAtLeast()),
        or(set.latePrecisionAtLeast(), builtIn.latePrecisionAtLeast()),
        or(set.lateRecallAtLeast(), builtIn.lateRecallAtLeast()),
        or(set.pinballAtMost(), builtIn.pinballAtMost()),
        or(set.coverageGapAtMost(), builtIn.coverageGapAtMost()),
        or(set.errorRatioAtMost(), builtIn.errorRatioAtMost()),
        or(set.shareLossAtMost(), builtIn.shareLossAtMost()));
  }

  private static GateProfile.Cost cost(Thresholds set, GateProfile.Cost builtIn) {
    return new GateProfile.Cost(
        or(set.latencyP50AtMost(), builtIn.latencyP50AtMost()),
        or(set.latencyP99AtMost(), builtIn.latencyP99AtMost()),
        or(set.batchP50AtMost(), builtIn.batchP50AtMost()),
        or(set.sizeAtMost(), builtIn.sizeAtMost()),
        or(set.nativeMemoryAtMost(), builtIn.nativeMemoryAtMost()),
        or(set.allocationAtMost(), builtIn.allocationAtMost()),
        or(set.gpuMemoryAtMost(), builtIn.gpuMemoryAtMost()),
        or(set.gpuLoadAtMost(), builtIn.gpuLoadAtMost()));
  }

  private static <T> T or(@Nullable T set, T builtIn) {
    return set == null ? builtIn : set;
  }
}
