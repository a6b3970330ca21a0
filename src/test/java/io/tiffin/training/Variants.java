package io.tiffin.training;

import io.tiffin.feature.Catalogue;
import io.tiffin.model.BundleReader;
import io.tiffin.training.VariantOptions.Kind;
import java.nio.file.Files;
import java.nio.file.Path;

/** Variants of bundles, for tests of other rooms and for benchmarks. */
public final class Variants {

  private Variants() {}

  /** A bundle for ONNX Runtime with the answers of {@code original}, as version 2 of its name. */
  public static Path onnx(Path original, Catalogue catalogue) throws Exception {
    return of(original, catalogue, Kind.ONNX);
  }

  /** As {@link #onnx}, large matrices in 8 bits. */
  public static Path onnxInt8(Path original, Catalogue catalogue) throws Exception {
    return of(original, catalogue, Kind.ONNX_INT8);
  }

  private static Path of(Path original, Catalogue catalogue, Kind kind) throws Exception {
    Path place = Files.createTempDirectory("variant").resolve("eta/2");
    try (VariantBundle variant =
        VariantBundle.of(new BundleReader(catalogue).read(original), kind, place)) {
      variant.moveInPlace();
    }
    return place;
  }
}
