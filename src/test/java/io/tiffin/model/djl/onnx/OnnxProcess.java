package io.tiffin.model.djl.onnx;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.FakeTicker;
import io.tiffin.model.ModelPools;
import io.tiffin.model.PoolSize;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process does that loads a model of ONNX Runtime. */
public final class OnnxProcess {

  private OnnxProcess() {}

  /** Loads a model and closes it. */
  public static void load() throws Exception {
    Path directory = Files.createTempDirectory(Path.of("target"), "onnx-process");
    ModelPools pools =
        new ModelPools(new PoolSize(1, 4), new SimpleMeterRegistry(), new FakeTicker());
    BothEngines.onnx().open(OnnxBundle.of(directory, graph -> graph), pools).close();
  }
}
