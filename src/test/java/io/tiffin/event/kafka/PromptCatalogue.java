package io.tiffin.event.kafka;

import io.tiffin.feature.Catalogue;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.ViewKind;
import io.tiffin.feature.yaml.ProductCatalogue;
import java.time.Duration;

/** The product's catalogue, its history published as often as what is live: tests need not wait. */
final class PromptCatalogue {

  private PromptCatalogue() {}

  static Catalogue read() {
    return new Catalogue(
        ProductCatalogue.read().views().stream().map(PromptCatalogue::prompt).toList());
  }

  private static FeatureView prompt(FeatureView view) {
    return view.kind() != ViewKind.EVENT
        ? view
        : new FeatureView(
            view.name(),
            view.entity(),
            view.kind(),
            view.maxAge(),
            Duration.ofMillis(200),
            view.tiers(),
            view.features());
  }
}
