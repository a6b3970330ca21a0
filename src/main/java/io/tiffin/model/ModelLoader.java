package io.tiffin.model;

import java.util.List;

/** Turns bundles into models that answer. Thread-safe. */
public interface ModelLoader {

  /**
   * A loader that picks, by a bundle's manifest, one of {@code engines}.
   *
   * @param pools puts threads, queue and meters before what an engine loads
   */
  static ModelLoader of(List<ModelEngine> engines, ModelPools pools, ModelTrial trial) {
    return new EngineModelLoader(engines, pools, trial);
  }

  /**
   * Checks what the digests cannot tell (engine, operations, signature, weights), loads the model,
   * and runs the bundle's samples through it.
   *
   * @return a model that has answered at least once; the caller closes it
   * @throws BundleRefusedException if any check fails; the operations are checked before anything
   *     of the bundle is executed
   */
  Model load(Bundle bundle) throws BundleRefusedException;
}
