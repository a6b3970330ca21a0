package io.tiffin.model;

/**
 * What runs the models of one format: one bean for each engine room. Thread-safe.
 *
 * <p>Whoever wants a model asks a {@link ModelLoader}, which picks the engine and tries the model.
 */
public interface ModelEngine {

  /** What a manifest calls it, such as {@code TensorFlow}. */
  String name();

  /** The only major version of models that it takes, such as {@code 2}. */
  String majorVersion();

  /**
   * Checks what the digests cannot tell (operations, signature, weights), and loads the model. The
   * operations are checked before anything of the bundle is executed.
   *
   * @param pools puts threads, queue and meters before it
   * @return a model that has not answered yet; the caller closes it
   * @throws BundleRefusedException if any check fails, or the engine does not load it
   */
  Model open(Bundle bundle, ModelPools pools) throws BundleRefusedException;
}
