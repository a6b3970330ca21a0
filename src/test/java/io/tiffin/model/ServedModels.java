package io.tiffin.model;

/** Holders of a model, for tests that need one served without a bundle. */
public final class ServedModels {

  private ServedModels() {}

  /** A holder that already serves {@code model}. */
  public static ServedModel serving(Model model) {
    ServedModel served = new ServedModel(() -> model);
    served.start();
    served.awaitLoaded();
    return served;
  }
}
