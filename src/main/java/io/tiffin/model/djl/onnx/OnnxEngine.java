package io.tiffin.model.djl.onnx;

import ai.djl.Device;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.Manifest.TensorType;
import io.tiffin.model.Model;
import io.tiffin.model.ModelEngine;
import io.tiffin.model.ModelPools;
import io.tiffin.model.NativeLibrary;
import io.tiffin.model.djl.DjlModels;
import io.tiffin.model.djl.SignatureRules;
import java.io.IOException;
import java.util.Map;

/** ONNX files through DJL's ONNX Runtime. The library is loaded with the first model. */
final class OnnxEngine implements ModelEngine {

  static final String NAME = "OnnxRuntime";

  private static final SignatureRules SIGNATURE =
      new SignatureRules(
          OnnxGraph.FILE,
          Map.of(
              TensorType.FLOAT32, OnnxType.FLOAT.name(), TensorType.INT64, OnnxType.INT64.name()));

  private final NativeLibrary library;
  private final Device device;
  private final Map<String, String> options;

  /**
   * An engine of one device.
   *
   * @param options what the engine makes sessions with
   */
  OnnxEngine(NativeLibrary library, Device device, Map<String, String> options) {
    this.library = library;
    this.device = device;
    this.options = Map.copyOf(options);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String majorVersion() {
    return "1";
  }

  @Override
  public Model open(Bundle bundle, ModelPools pools) throws BundleRefusedException {
    OnnxGraph graph = OnnxGraph.read(bundle.directory());
    OnnxOperations.check(graph.nodes());
    SIGNATURE.check(graph.inputs(), graph.outputs(), bundle.manifest());
    try {
      library.load();
    } catch (IOException failure) {
      throw new BundleRefusedException(
          "the engine cannot be loaded: " + failure.getMessage(), failure);
    }
    return DjlModels.open(pools, NAME, bundle, OnnxGraph.FILE, device, options);
  }
}
