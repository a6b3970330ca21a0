package io.tiffin.feature.yaml;

import io.tiffin.feature.Aggregate;
import io.tiffin.feature.Expression;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.FeatureType;
import io.tiffin.feature.Origin;
import io.tiffin.feature.ViewKind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what stands below one feature's name. */
final class FeatureReader {

  private static final List<String> KEYS =
      List.of(
          "type",
          "unit",
          "default",
          "from",
          "aggregate",
          "at-least",
          "expression",
          "parent",
          "max-age",
          "description");

  private final AggregateRules rules;

  FeatureReader(AggregateRules rules) {
    this.rules = rules;
  }

  /** Reads one of {@code entries}, the features of {@code view}. */
  DeclaredFeature read(DeclaredView view, String name, YamlMapping entries) {
    Keywords.checkName(name, entries.at(name), "feature");
    FeatureName fullName = new FeatureName(view.name(), name);
    YamlMapping yaml = entries.mapping(name, "feature " + fullName);
    yaml.allowOnly(KEYS);
    FeatureType type = Keywords.required(yaml, "type", FeatureType.values(), FeatureType::yamlName);
    Origin origin = origin(view, yaml);
    checkType(type, origin, yaml);
    Feature feature =
        new Feature(
            fullName,
            type,
            word(yaml, "unit"),
            DefaultValue.read(yaml, type, view.kind()),
            parent(yaml, origin),
            origin,
            maxAge(view, yaml),
            word(yaml, "description"));
    return new DeclaredFeature(feature, yaml.at(), spot(yaml, "parent"), originSpot(yaml));
  }

  private Origin origin(DeclaredView view, YamlMapping yaml) {
    List<String> ways =
        List.of("from", "aggregate", "expression").stream().filter(yaml::has).toList();
    if (ways.size() > 1) {
      throw yaml.at(ways.get(1))
          .refuse(
              yaml.owner()
                  + " has both "
                  + ways.get(0)
                  + " and "
                  + ways.get(1)
                  + "; keep one of them");
    }
    if (yaml.has("at-least") && !yaml.has("aggregate")) {
      throw yaml.at("at-least")
          .refuse(
              yaml.owner()
                  + " has at-least, but no aggregate whose observations it could count; remove it");
    }
    if (yaml.has("aggregate")) {
      return new Origin.Aggregated(aggregate(view, yaml));
    }
    if (yaml.has("expression")) {
      return new Origin.Computed(expression(yaml));
    }
    return plainOrigin(view, yaml);
  }

  private static Origin plainOrigin(DeclaredView view, YamlMapping yaml) {
    String from = yaml.text("from").map(YamlText::text).orElse("");
    Origin origin =
        switch (view.kind()) {
          case REQUEST -> from.equals("request") ? new Origin.Request() : null;
          case LOADED -> from.isEmpty() || from.equals("load") ? new Origin.Load() : null;
          case EVENT -> null;
        };
    if (origin == null) {
      throw spot(yaml, "from")
          .refuse(
              yaml.owner()
                  + (from.isEmpty()
                      ? " does not say where it comes from"
                      : " has 'from: " + from + "'")
                  + "; in a view of kind "
                  + view.kind().yamlName()
                  + " write "
                  + switch (view.kind()) {
                    case REQUEST -> "'from: request' or an expression";
                    case LOADED -> "'from: load' or an expression";
                    case EVENT -> "an aggregate or an expression";
                  });
    }
    return origin;
  }

  private Aggregate aggregate(DeclaredView view, YamlMapping yaml) {
    YamlText text = yaml.text("aggregate").orElseThrow();
    if (view.kind() != ViewKind.EVENT) {
      throw text.at()
          .refuse(
              yaml.owner()
                  + " has an aggregate, which only a view of kind event can have; move it to one");
    }
    Long atLeast = atLeast(yaml);
    try {
      Aggregate aggregate = AggregateGrammar.parse(text.text(), atLeast);
      rules.check(aggregate, view.entity());
      checkTile(view, aggregate, yaml, text);
      return aggregate;
    } catch (GrammarException e) {
      throw text.at().refuse("the aggregate of " + yaml.owner() + " is wrong: " + e.getMessage());
    }
  }

  private static void checkTile(
      DeclaredView view, Aggregate aggregate, YamlMapping yaml, YamlText text) {
    if (!view.takesTile(aggregate.tile())) {
      throw text.at()
          .refuse(
              yaml.owner()
                  + " mixes days with minutes: all windows of a view are in days, or none; move it to another view");
    }
  }

  private static @Nullable Long atLeast(YamlMapping yaml) {
    YamlText text = yaml.text("at-least").orElse(null);
    if (text == null) {
      return null;
    }
    if (!text.isPlain() || !text.text().matches("[1-9][0-9]{0,5}")) {
      throw text.at()
          .refuse(
              "the at-least of "
                  + yaml.owner()
                  + " is '"
                  + text.text()
                  + "', expected a whole number from 1 to 999999");
    }
    return Long.valueOf(text.text());
  }

  private static Expression expression(YamlMapping yaml) {
    YamlText text = yaml.text("expression").orElseThrow();
    try {
      return ExpressionGrammar.parse(text.text());
    } catch (GrammarException e) {
      throw text.at().refuse("the expression of " + yaml.owner() + " is wrong: " + e.getMessage());
    }
  }

  private static void checkType(FeatureType type, Origin origin, YamlMapping yaml) {
    List<FeatureType> fitting =
        switch (origin) {
          case Origin.Request ignored -> List.of(FeatureType.values());
          case Origin.Load ignored -> List.of(FeatureType.values());
          case Origin.Computed ignored -> List.of(FeatureType.DOUBLE);
          case Origin.Aggregated(Aggregate aggregate) -> types(aggregate.function());
        };
    if (!fitting.contains(type)) {
      throw yaml.at("type")
          .refuse(
              yaml.owner()
                  + " has the type "
                  + type.yamlName()
                  + ", but what it computes has the type "
                  + String.join(" or ", fitting.stream().map(FeatureType::yamlName).toList()));
    }
  }

  private static List<FeatureType> types(Aggregate.Function function) {
    return switch (function) {
      case COUNT, OPEN -> List.of(FeatureType.INT64);
      case SUM, MIN, MAX -> List.of(FeatureType.DOUBLE, FeatureType.INT64);
      case MEAN, LAST, EWMA, RATIO, QUANTILE -> List.of(FeatureType.DOUBLE);
    };
  }

  private static @Nullable FeatureName parent(YamlMapping yaml, Origin origin) {
    YamlText text = yaml.text("parent").orElse(null);
    if (text == null) {
      return null;
    }
    if (origin instanceof Origin.Request || origin instanceof Origin.Computed) {
      throw text.at()
          .refuse(
              yaml.owner()
                  + " has a parent, but only features that are loaded or aggregated can ask one; remove it");
    }
    try {
      return FeatureName.parse(text.text());
    } catch (IllegalArgumentException e) {
      throw text.at()
          .refuse(
              "the parent of "
                  + yaml.owner()
                  + " is '"
                  + text.text()
                  + "', expected the form view.feature");
    }
  }

  private static Duration maxAge(DeclaredView view, YamlMapping yaml) {
    if (view.kind() == ViewKind.REQUEST && yaml.has("max-age")) {
      throw yaml.at("max-age")
          .refuse(
              yaml.owner() + " has a max-age, but the values of a request do not age; remove it");
    }
    return Keywords.maxAge(yaml).orElse(view.maxAge());
  }

  private static String word(YamlMapping yaml, String key) {
    return yaml.text(key).map(YamlText::text).orElse("");
  }

  private static Spot originSpot(YamlMapping yaml) {
    return yaml.has("expression") ? yaml.at("expression") : spot(yaml, "aggregate");
  }

  private static Spot spot(YamlMapping yaml, String key) {
    return yaml.has(key) ? yaml.at(key) : yaml.at();
  }
}
