package io.tiffin.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The catalogue, as it is answered. */
record CatalogueJson(List<ViewJson> views) {

  /** One view. */
  record ViewJson(
      String name, String entity, long maxAgeMillis, List<DeclaredFeatureJson> features) {}

  /**
   * One feature.
   *
   * @param name within its view
   * @param defaultValue what stands in when nothing is known; absent where the product computes it
   * @param window length of an aggregate's window, such as {@code 20m}; absent for others
   * @param from {@code request}, {@code load}, {@code event} or {@code computed}
   * @param parent full name of the feature of a coarser entity that is asked before the default
   */
  record DeclaredFeatureJson(
      String name,
      String type,
      String unit,
      @JsonProperty("default") @Nullable Object defaultValue,
      @Nullable String window,
      String from,
      @Nullable String parent,
      String description) {}

  static CatalogueJson of(Catalogue catalogue) {
    return new CatalogueJson(catalogue.views().stream().map(CatalogueJson::view).toList());
  }

  private static ViewJson view(FeatureView view) {
    return new ViewJson(
        view.name(),
        view.entity().yamlName(),
        view.maxAge().toMillis(),
        view.features().stream().map(CatalogueJson::feature).toList());
  }

  private static DeclaredFeatureJson feature(Feature feature) {
    Object value = feature.defaultValue();
    return new DeclaredFeatureJson(
        feature.name().feature(),
        feature.type().yamlName(),
        feature.unit(),
        value instanceof Double number ? Numbers.plain(number, feature.type()) : value,
        feature.origin() instanceof Origin.Aggregated aggregated
            ? aggregated.aggregate().windowText()
            : null,
        from(feature.origin()),
        feature.parent() == null ? null : feature.parent().toString(),
        feature.description());
  }

  private static String from(Origin origin) {
    return switch (origin) {
      case Origin.Request ignored -> "request";
      case Origin.Load ignored -> "load";
      case Origin.Aggregated ignored -> "event";
      case Origin.Computed ignored -> "computed";
    };
  }
}
