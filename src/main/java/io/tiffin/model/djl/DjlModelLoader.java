package io.tiffin.model.djl;

import ai.djl.MalformedModelException;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.Manifest;
import io.tiffin.model.Manifest.Engine;
import io.tiffin.model.Model;
import io.tiffin.model.ModelLoader;
import io.tiffin.model.ModelPools;
import io.tiffin.model.ModelTrial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;

/**
 * Loads SavedModels through DJL's TensorFlow engine. The native library is loaded with the first
 * model.
 */
final class DjlModelLoader implements ModelLoader {

  private static final Logger log = LoggerFactory.getLogger(DjlModelLoader.class);

  private static final String ENGINE = "TensorFlow";
  private static final String MAJOR = "2";

  private final Path nativeDirectory;
  private final SessionOptions options;
  private final ModelTrial trial;
  private final ModelPools pools;

  DjlModelLoader(
      Path nativeDirectory,
      SessionOptions options,
      ModelTrial trial,
      ModelPools pools) {
    this.nativeDirectory = nativeDirectory;
    this.options = options;
    this.trial = trial;
    this.pools = pools;
  }

  @Override
  public Model load(Bundle bundle) throws BundleRefusedException {
    checkEngine(bundle.manifest().engine());
    SavedModelGraph graph = SavedModelGraph.read(bundle.directory());
    SignatureDef signature = graph.signature(bundle.manifest().signature());
    OperationRules.check(graph, signature);
    SignatureRules.check(signature, bundle.manifest());
    Collection<NodeDef> serving = graph.nodesOf(signature);
    WeightRules.checkConstants(serving);
    loadLibrary();
    WeightRules.checkVariables(bundle.directory(), options.config(), serving);
    return tried(open(bundle), bundle);
  }

  private static void checkEngine(Engine engine) throws BundleRefusedException {
    if (!engine.name().equals(ENGINE)) {
      throw new BundleRefusedException(
          "manifest.json: engine.name is '" + engine.name() + "', this Tiffin runs " + ENGINE);
    }
    if (!engine.version().equals(MAJOR) && !engine.version().startsWith(MAJOR + ".")) {
      throw new BundleRefusedException(
          "manifest.json: engine.version is '"
              + engine.version()
              + "', this Tiffin runs "
              + ENGINE
              + " "
              + MAJOR);
    }
  }

  private void loadLibrary() throws BundleRefusedException {
    try {
      TensorFlowLibrary.load(nativeDirectory);
    } catch (IOException failure) {
      throw new BundleRefusedException(
          "the engine cannot be loaded: " + failure.getMessage(), failure);
    }
  }

  private Model open(Bundle bundle) throws BundleRefusedException {
    Manifest manifest = bundle.manifest();
    ai.djl.Model model = ai.djl.Model.newInstance(manifest.name(), ENGINE);
    try {
      model.load(bundle.directory(), SavedModelGraph.FILE, options.toLoad(manifest.signature()));
      return pooled(model, manifest);
    } catch (IOException | MalformedModelException | RuntimeException failure) {
      model.close();
      throw new BundleRefusedException(
          "the engine refuses the model: " + failure.getMessage(), failure);
    } catch (Error failure) {
      model.close();
      throw failure;
    }
  }

  private Model pooled(ai.djl.Model model, Manifest manifest) {
    return pools.open(
        manifest,
        () -> new PredictorRunner(model.newPredictor(new TensorTranslator(manifest))),
        model);
  }

  private Model tried(Model model, Bundle bundle) throws BundleRefusedException {
    try {
      trial.run(model, bundle);
    } catch (BundleRefusedException | RuntimeException | Error failure) {
      model.close();
      throw failure;
    }
    log.info("Loaded {}", bundle);
    return model;
  }
}
