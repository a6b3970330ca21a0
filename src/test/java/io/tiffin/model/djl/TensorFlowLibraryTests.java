package io.tiffin.model.djl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class TensorFlowLibraryTests {

  @Test
  void afterLoadingItTensorFlowsOwnClassesWork() throws Exception {
    TensorFlowLibrary.load(Path.of(System.getProperty("tiffin.model.native-directory")));

    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      var sum = tf.math.add(tf.constant(1f), tf.constant(2f));
      try (var result = session.runner().fetch(sum).run()) {
        assertThat(((TFloat32) result.get(0)).getFloat()).isEqualTo(3);
      }
    }
  }
}
