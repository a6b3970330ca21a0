package io.tiffin.sizing;

import io.tiffin.feature.yaml.ProductCatalogue;
import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.core.io.DefaultResourceLoader;

/** The product's price list, and sizing by it. */
final class Prices {

  static final String LOCATION = "classpath:tiffin/prices.yaml";

  private Prices() {}

  static PriceFile files() {
    return new PriceFile(ApplicationResourceLoader.get(new DefaultResourceLoader(), true));
  }

  static PriceList product() {
    return PriceListReader.read(files().read(LOCATION));
  }

  static StoreSizing sizing() {
    return new StoreSizing(ProductCatalogue.read(), product());
  }
}
