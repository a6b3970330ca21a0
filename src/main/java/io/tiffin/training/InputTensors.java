package io.tiffin.training;

import org.jspecify.annotations.Nullable;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** Rows as the tensors that a network is fed with. Owns native memory. */
final class InputTensors implements AutoCloseable {

  private final TFloat32 numeric;
  private final @Nullable TInt64 categories;

  InputTensors(NetworkDesign design, TrainingRows rows) {
    numeric = floats(rows.numbersArray(), rows.size(), design.numbers().size());
    int columns = design.categories().size();
    categories =
        columns == 0
            ? null
            : TInt64.tensorOf(
                Shape.of(rows.size(), columns), DataBuffers.of(rows.categoriesArray()));
  }

  /** Feeds the network's inputs; the tensors must live until the runner has run. */
  Session.Runner into(Session.Runner runner, NetworkGraph network) {
    Placeholder<TInt64> categoriesInput = network.categories();
    if (categoriesInput != null && categories != null) {
      runner.feed(categoriesInput, categories);
    }
    return runner.feed(network.numeric(), numeric);
  }

  /** A matrix as a tensor, which the caller closes. */
  static TFloat32 floats(float[] values, int rows, int columns) {
    return TFloat32.tensorOf(Shape.of(rows, columns), DataBuffers.of(values));
  }

  /** Row-major values of a tensor. */
  static float[] values(Tensor tensor) {
    float[] values = new float[(int) tensor.shape().size()];
    ((TFloat32) tensor).copyTo(DataBuffers.of(values));
    return values;
  }

  /**
   * One thread for everything: sums are taken in one order, so that the same seed learns the same
   * bits. The thread that runs operations is the session's own; how many an operation may use,
   * TensorFlow settles once in a process, for the first session in it. Nor are sums of two gathered
   * into one of many, which would be added up in the order in which they are there.
   */
  static ConfigProto singleThreaded() {
    return ConfigProto.newBuilder()
        .setUsePerSessionThreads(true)
        .setIntraOpParallelismThreads(1)
        .setInterOpParallelismThreads(1)
        .setGraphOptions(
            GraphOptions.newBuilder()
                .setRewriteOptions(
                    RewriterConfig.newBuilder()
                        .setArithmeticOptimization(RewriterConfig.Toggle.OFF)))
        .build();
  }

  @Override
  public void close() {
    numeric.close();
    if (categories != null) {
      categories.close();
    }
  }
}
