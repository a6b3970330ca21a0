package io.tiffin.feature.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.event.EventType;
import io.tiffin.event.JourneySteps;
import io.tiffin.feature.Catalogue;
import io.tiffin.geo.Zones;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a catalogue may name is what the event room counts, no more and no less. */
class EventVocabularyTests {

  private static final EventVocabulary VOCABULARY = EventVocabulary.PRODUCT;

  @Test
  void everyEventButTheProfileMayBeNamedAndIsAboutTheSame() {
    List<EventType> types =
        Arrays.stream(EventType.values())
            .filter(type -> type != EventType.RESTAURANT_PROFILE)
            .toList();

    assertThat(VOCABULARY.subjects().keySet())
        .containsExactlyInAnyOrderElementsOf(types.stream().map(EventType::wireName).toList());
    assertThat(types)
        .allSatisfy(type ->
            assertThat(VOCABULARY.subject(type.wireName())).hasToString(type.subject().toString()));
  }

  @Test
  void everyFieldThatMayBeNamedIsCounted() {
    Zones zones = new Zones();
    VOCABULARY
        .fields()
        .forEach((event, fields) ->
            fields.forEach(field ->
                assertThat(
                        new JourneySteps(mean(event + "." + field), id -> Optional.empty(), zones)
                            .schemas())
                    .hasSize(1)));
  }

  private static Catalogue mean(String field) {
    String yaml =
        """
        views:
          sample:
            entity: city
            kind: event
            max-age: 5m
            publish-interval: 1s
            features:
              value: {type: double, default: 0, aggregate: mean(%s) over 20m, description: A sample.}
        """
            .formatted(field);
    return new CatalogueReader().read(List.of(new CatalogueFile("sample.yaml", yaml)));
  }
}
