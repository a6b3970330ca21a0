package io.tiffin.model.djl;

import java.util.Base64;
import java.util.Map;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RunOptions;

/**
 * How TensorFlow spreads one call over threads of its own.
 *
 * @param config options of a session
 * @param run options of each call
 */
record SessionOptions(ConfigProto config, RunOptions run) {

  /**
   * One thread inside an operation, and the caller's own thread for all operations: the network is
   * small, so that handing work over costs more than the work. Measured by {@code ModelBenchmark}:
   * 0.63 of the time of the engine's defaults at 1, 32 and 128 orders.
   */
  static SessionOptions onTheCallersThread() {
    return new SessionOptions(
        ConfigProto.newBuilder()
            .setUsePerSessionThreads(true)
            .setIntraOpParallelismThreads(1)
            .setInterOpParallelismThreads(1)
            .build(),
        RunOptions.newBuilder().setInterOpThreadPool(-1).build());
  }

  /** What DJL's engine takes. */
  Map<String, String> toLoad(String signature) {
    return Map.of(
        "Tags",
        SavedModelGraph.TAG,
        "SignatureDefKey",
        signature,
        "ConfigProto",
        Base64.getEncoder().encodeToString(config.toByteArray()),
        "RunOptions",
        Base64.getEncoder().encodeToString(run.toByteArray()));
  }
}
