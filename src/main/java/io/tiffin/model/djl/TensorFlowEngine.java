package io.tiffin.model.djl;

import ai.djl.Device;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.Model;
import io.tiffin.model.ModelEngine;
import io.tiffin.model.ModelPools;
import io.tiffin.model.NativeLibrary;
import java.io.IOException;
import java.util.Collection;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;

/** SavedModels through DJL's TensorFlow engine. The library is loaded with the first model. */
final class TensorFlowEngine implements ModelEngine {

  private static final String NAME = "TensorFlow";

  private final NativeLibrary library;
  private final SessionOptions options;

  TensorFlowEngine(NativeLibrary library, SessionOptions options) {
    this.library = library;
    this.options = options;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String majorVersion() {
    return "2";
  }

  @Override
  public Model open(Bundle bundle, ModelPools pools) throws BundleRefusedException {
    SavedModelGraph graph = SavedModelGraph.read(bundle.directory());
    SignatureDef signature = graph.signature(bundle.manifest().signature());
    OperationRules.check(graph, signature);
    SavedModelSignature.check(signature, bundle.manifest());
    Collection<NodeDef> serving = graph.nodesOf(signature);
    WeightRules.checkConstants(serving);
    loadLibrary();
    WeightRules.checkVariables(bundle.directory(), options.config(), serving);
    // Where it runs is the session's choice; what goes in and comes out is in memory.
    return DjlModels.open(
        pools,
        NAME,
        bundle,
        SavedModelGraph.FILE,
        Device.cpu(),
        options.toLoad(bundle.manifest().signature()));
  }

  private void loadLibrary() throws BundleRefusedException {
    try {
      library.load();
    } catch (IOException failure) {
      throw new BundleRefusedException(
          "the engine cannot be loaded: " + failure.getMessage(), failure);
    }
  }
}
