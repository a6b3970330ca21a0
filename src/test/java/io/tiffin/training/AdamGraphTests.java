package io.tiffin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Collections;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

class AdamGraphTests {

  @BeforeAll
  static void load() throws IOException {
    TestRows.loadTensorFlow();
  }

  @Test
  void aValueMayBeReadTwice() {
    assertThat(updates(2)).isOne();
  }

  @Test
  void gradientsOfMoreReadersHaveNoSettledOrderAndAreRefused() {
    assertThatThrownBy(() -> updates(3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("sums up 3 gradients");
  }

  /** Of one variable whose square roots are read so often. */
  private static int updates(int readers) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      AdamGraph adam = new AdamGraph(tf, 0);
      Weights weights = new Weights();
      weights.put("kernel", new long[] {2}, new float[] {1, 2});
      Variable<TFloat32> variable = adam.variable("kernel", weights.get("kernel"));
      Operand<TFloat32> roots = tf.math.sqrt(variable);
      Operand<TFloat32> sum =
          tf.concat(Collections.nCopies(readers, tf.identity(roots)), tf.constant(0));
      adam.minimise(graph, tf.sum(sum, tf.constant(0)));
      return adam.updates().size();
    }
  }
}
