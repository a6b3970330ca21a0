package io.tiffin.model.djl.onnx;

import ai.djl.Device;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.model.ModelEngine;
import io.tiffin.model.ModelLoader;
import io.tiffin.model.ModelPools;
import io.tiffin.model.ModelTrial;
import io.tiffin.model.djl.Bundles;
import io.tiffin.model.djl.EngineProperties;
import java.nio.file.Path;
import java.util.List;

/** The engines as the service has them. */
public final class BothEngines {

  static final Path NATIVE =
      Bundles.NATIVE.resolveSibling(Bundles.NATIVE.getFileName() + "-onnxruntime");

  private BothEngines() {}

  /** Picks by the manifest; pools and trial must have one ticker. */
  public static ModelLoader loader(Catalogue catalogue, ModelPools pools, Ticker ticker) {
    return ModelLoader.of(
        List.of(Bundles.tensorFlow(), onnx()), pools, new ModelTrial(catalogue, ticker));
  }

  static ModelEngine onnx() {
    return new OnnxEngine(
        () -> OnnxLibrary.load(NATIVE),
        Device.cpu(),
        OnnxConfiguration.options(EngineProperties.defaults()));
  }
}
