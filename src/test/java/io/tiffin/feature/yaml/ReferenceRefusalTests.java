package io.tiffin.feature.yaml;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceRefusalTests {

  private static final String MAP = "{type: double, unit: s, default: 1, ";

  @ParameterizedTest
  @MethodSource
  void aWrongParentIsRefusedInOneSentence(Refusal refusal) {
    refusal.check();
  }

  static Stream<Refusal> aWrongParentIsRefusedInOneSentence() {
    String child = MAP + "parent: z.f}";
    return Stream.of(
        twoViews(
            child,
            "g: " + MAP + "from: load}",
            "7: feature r.f has the parent z.f, which no file declares; correct the name or remove"
                + " it."),
        twoViews(
            child,
            "f: " + MAP + "expression: r.f * 2}",
            "7: feature r.f has the parent z.f, which is neither loaded nor aggregated; name one"
                + " that is."),
        twoViews(
            MAP + "parent: r.f}",
            "f: " + MAP + "from: load}",
            "7: feature r.f has the parent r.f, which is about the same entity restaurant; name one"
                + " of a coarser entity."),
        twoViews(
            child,
            "f: {type: int64, unit: s, default: 1}",
            "7: feature r.f has the parent z.f, which has another type, int64 instead of double;"
                + " name one of the same type."),
        twoViews(
            child,
            "f: {type: double, unit: min, default: 1}",
            "7: feature r.f has the parent z.f, which has another unit, 'min' instead of 's'; name"
                + " one of the same unit."),
        twoViews(
            child,
            "f: " + MAP + "parent: r.f}",
            "7: the parents of feature r.f go round in a cycle: r.f -> z.f -> r.f; break it at one"
                + " of them."));
  }

  @ParameterizedTest
  @MethodSource
  void aWrongOperandIsRefusedInOneSentence(Refusal refusal) {
    refusal.check();
  }

  static Stream<Refusal> aWrongOperandIsRefusedInOneSentence() {
    String child = MAP + "expression: z.f / 2}";
    return Stream.of(
        twoViews(
            child,
            "g: " + MAP + "from: load}",
            "7: the expression of feature r.f reads z.f, which no file declares; correct the name."),
        twoViews(
            child,
            "f: {type: string, default: a}",
            "7: the expression of feature r.f reads z.f, which is text and no number."),
        twoViews(
            MAP + "expression: r.f + 1}",
            "f: " + MAP + "from: load}",
            "7: the expressions of feature r.f go round in a cycle: r.f -> r.f; break it at one of"
                + " them."),
        twoViews(
            child,
            "f: " + MAP + "expression: z.g}\n      g: " + MAP + "expression: z.f}",
            "13: the expressions of feature z.f go round in a cycle: z.f -> z.g -> z.f; break it at"
                + " one of them."));
  }

  @Test
  void aSecondFileMayNotChangeAView() {
    String first = city("f: {type: double, default: 1}");
    String second = "views:\n  z:\n    max-age: 1h\n    features: {g: {type: double, default: 1}}";

    assertThatThrownBy(() -> Refusal.read(first, second))
        .hasMessage(
            "mine.yaml:3: view z is already declared at c.yaml:2, where its max-age belongs; keep"
                + " only 'features:' here, or give the view another name.");
  }

  @Test
  void aSecondFileMayNotDeclareAFeatureAgain() {
    String first = city("f: {type: double, default: 1}");
    String second = "views:\n  z:\n    features:\n      f: {type: double, default: 2}";

    assertThatThrownBy(() -> Refusal.read(first, second))
        .hasMessage(
            "mine.yaml:4: feature z.f is already declared at c.yaml:7; give it another name.");
  }

  private static String city(String feature) {
    return "views:\n  z:\n    entity: city\n    kind: loaded\n    max-age: 5m\n    features:\n      "
        + feature;
  }

  private static Refusal twoViews(String restaurantFeature, String cityFeatures, String sentence) {
    return new Refusal(
        """
        views:
          r:
            entity: restaurant
            kind: loaded
            max-age: 5m
            features:
              f: %s
          z:
            entity: city
            kind: loaded
            max-age: 5m
            features:
              %s
        """
            .formatted(restaurantFeature, cityFeatures),
        "c.yaml:" + sentence);
  }
}
