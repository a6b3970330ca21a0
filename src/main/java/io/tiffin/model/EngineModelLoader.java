package io.tiffin.model;

import io.tiffin.model.Manifest.Engine;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads each bundle by the engine that its manifest names. */
final class EngineModelLoader implements ModelLoader {

  private static final Logger log = LoggerFactory.getLogger(EngineModelLoader.class);

  private final Map<String, ModelEngine> engines = new TreeMap<>();
  private final ModelPools pools;
  private final ModelTrial trial;

  EngineModelLoader(List<ModelEngine> engines, ModelPools pools, ModelTrial trial) {
    engines.forEach(engine -> this.engines.put(engine.name(), engine));
    this.pools = pools;
    this.trial = trial;
  }

  @Override
  public Model load(Bundle bundle) throws BundleRefusedException {
    Model model = engine(bundle.manifest().engine()).open(bundle, pools);
    try {
      trial.run(model, bundle);
    } catch (BundleRefusedException | RuntimeException | Error failure) {
      model.close();
      throw failure;
    }
    log.info("Loaded {}", bundle);
    return model;
  }

  private ModelEngine engine(Engine wanted) throws BundleRefusedException {
    ModelEngine engine = engines.get(wanted.name());
    if (engine == null) {
      throw new BundleRefusedException(
          ManifestReader.FILE
              + ": engine.name is '"
              + wanted.name()
              + "', this Tiffin runs "
              + String.join(" and ", engines.keySet()));
    }
    String major = engine.majorVersion();
    if (!wanted.version().equals(major) && !wanted.version().startsWith(major + ".")) {
      throw new BundleRefusedException(
          ManifestReader.FILE
              + ": engine.version is '"
              + wanted.version()
              + "', this Tiffin runs "
              + engine.name()
              + " "
              + major);
    }
    return engine;
  }
}
