package io.tiffin.model.djl;

import java.util.Base64;
import java.util.Map;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.RunOptions;

/**
 * How TensorFlow spreads one call over threads of its own.
 *
 * @param config options of a session
 * @param run options of each call
 */
record SessionOptions(ConfigProto config, RunOptions run) {

  /** The caller's thread for all of a call: what {@link EngineProperties#defaults} say. */
  static SessionOptions onTheCallersThread() {
    return of(EngineProperties.defaults());
  }

  /**
   * Unless told otherwise there is one thread inside an operation, and the caller's own thread for
   * all operations: the network is small, so that handing work over costs more than the work. The
   * session itself is told so, by a negative number and threads that are not its own: DJL gives the
   * options of a run to the loading alone, and its calls would each wake a thread of TensorFlow's.
   *
   * <p>Which GPU there is to see, {@link ModelDevice} has said to the whole process; an operation
   * that a GPU cannot run runs on the processor all the same.
   */
  static SessionOptions of(EngineProperties properties) {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setUsePerSessionThreads(properties.interOpThreads() > 1)
            .setIntraOpParallelismThreads(properties.intraOpThreads())
            .setInterOpParallelismThreads(
                properties.interOpThreads() == 1 ? -1 : properties.interOpThreads());
    RunOptions.Builder run = RunOptions.newBuilder();
    if (properties.interOpThreads() == 1) {
      run.setInterOpThreadPool(-1);
    }
    return new SessionOptions(onDevice(config, properties).build(), run.build());
  }

  private static ConfigProto.Builder onDevice(
      ConfigProto.Builder config, EngineProperties properties) {
    if (properties.gpu().isEmpty()) {
      return config.putDeviceCount("GPU", 0);
    }
    return config.setGpuOptions(
        GPUOptions.newBuilder().setAllowGrowth(properties.gpuMemoryGrowth()));
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
