package io.tiffin.model;

/** Turns bundles into models that answer; one implementation per engine room. Thread-safe. */
public interface ModelLoader {

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
