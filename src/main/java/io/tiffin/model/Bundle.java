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
  private final String digest;

  Bundle(Path directory, Manifest manifest, String digest) {
    this.directory = directory;
    this.manifest = manifest;
    this.digest = digest;
  }

  /** The directory that holds {@code saved_model.pb}, absolute. */
  public Path directory() {
    return directory;
  }

  public Manifest manifest() {
    return manifest;
  }

  /**
   * The sha256 of {@code manifest.json} in lower-case hexadecimal. Since that tells the digests of
   * all other files, two bundles of one digest are the same.
   */
  public String digest() {
    return digest;
  }

  @Override
  public String toString() {
    return manifest.name() + " " + manifest.version() + " in " + directory;
  }
}
