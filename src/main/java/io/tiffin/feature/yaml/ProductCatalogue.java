package io.tiffin.feature.yaml;

import io.tiffin.feature.Catalogue;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The catalogue file that is part of the product. */
public final class ProductCatalogue {

  private static final String RESOURCE = "/tiffin/catalogue.yaml";

  private ProductCatalogue() {}

  /** The product's catalogue without any file of the user's. */
  public static Catalogue read() {
    return new CatalogueReader().read(List.of(file()));
  }

  static CatalogueFile file() {
    try (InputStream stream = ProductCatalogue.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new FileNotFoundException(RESOURCE);
      }
      return new CatalogueFile(
          "catalogue.yaml", new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the product's catalogue cannot be read", e);
    }
  }
}
