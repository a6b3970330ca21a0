package io.tiffin.model;

import java.nio.file.Path;

/**
 * A model as files, in TensorFlow Serving's layout {@code <name>/<version>/}: the SavedModel's own
 * files and {@code manifest.json} beside them. Only {@link BundleReader} makes one, so its manifest
 * has been checked and every file has the digest that the manifest tells.
 */
public final class Bundle {

  private final Path directory;
  private final Manifest manifest;

  Bundle(Path directory, Manifest manifest) {
    this.directory = directory;
    this.manifest = manifest;
  }

  /** The directory that holds {@code saved_model.pb}, absolute. */
  public Path directory() {
    return directory;
  }

  public Manifest manifest() {
    return manifest;
  }

  @Override
  public String toString() {
    return manifest.name() + " " + manifest.version() + " in " + directory;
  }
}
