package io.tiffin.web;

import io.tiffin.serving.FeatureWriter.Facts;
import org.jspecify.annotations.Nullable;

/** How the lines of a load say facts. */
interface FactsFormat {

  /**
   * What a line says; null for an empty one.
   *
   * @throws ProblemException if the line can't be read; the load goes on without it
   */
  @Nullable Facts read(byte[] line);
}
