package io.tiffin.feature.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tiffin.feature.Catalogue;
import java.util.List;
import java.util.stream.IntStream;

/** A catalogue file that must be refused, and the sentence that must say so. */
record Refusal(String yaml, String sentence) {

  /** A refusal of one feature of the event view {@code v} of restaurants; it stands in line 7. */
  static Refusal ofEventFeature(String feature, String sentence) {
    return ofFeature("entity: restaurant\n    kind: event", feature, sentence);
  }

  /** A refusal of one feature of the loaded view {@code v} of restaurants; it stands in line 7. */
  static Refusal ofLoadedFeature(String feature, String sentence) {
    return ofFeature("entity: restaurant\n    kind: loaded", feature, sentence);
  }

  private static Refusal ofFeature(String view, String feature, String sentence) {
    return new Refusal(
        "views:\n  v:\n    %s\n    max-age: 5m\n    features:\n      %s\n".formatted(view, feature),
        "c.yaml:7: " + sentence);
  }

  void check() {
    InvalidCatalogueException refused =
        catchThrowableOfType(InvalidCatalogueException.class, () -> read(yaml));

    assertThat(refused).as(yaml).isNotNull().hasMessage(sentence);
  }

  static Catalogue read(String... yamls) {
    List<String> names = List.of("c.yaml", "mine.yaml");
    return new CatalogueReader()
        .read(
            IntStream.range(0, yamls.length)
                .mapToObj(i -> new CatalogueFile(names.get(i), yamls[i]))
                .toList());
  }

  @Override
  public String toString() {
    return sentence;
  }
}
