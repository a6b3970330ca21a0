package io.tiffin.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.feature.Aggregate.Observation;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.yaml.CatalogueFile;
import io.tiffin.feature.yaml.CatalogueReader;
import io.tiffin.feature.yaml.InvalidCatalogueException;
import io.tiffin.window.WindowSchema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContributionPlanTests {

  @ParameterizedTest
  @EnumSource(value = EventType.class, names = "RESTAURANT_PROFILE", mode = EnumSource.Mode.EXCLUDE)
  void everyEventThatACatalogueMayNameIsCounted(EventType type) {
    Catalogue catalogue = read("int64", "count(" + type.wireName() + ") over 20m");

    ContributionPlan plan = new ContributionPlan(catalogue);

    assertThat(plan.orderEntries(type).size() + plan.signalEntries(type).size()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(EventField.class)
  void everyFieldOfAnEventMayBeNamedInACatalogue(EventField field) {
    Catalogue catalogue =
        read("double", "mean(" + field.event().wireName() + "." + field.fieldName() + ") over 20m");

    ContributionPlan plan = new ContributionPlan(catalogue);

    WindowSchema schema = plan.schemas().get("sample");
    assertThat(schema.accumulators())
        .singleElement()
        .extracting(accumulator -> accumulator.observation())
        .isEqualTo(new Observation.Field(field.event().wireName(), field.fieldName()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"order.thrown", "order.placed.tip", "courier.location.items"})
  void whatAnEventDoesNotHaveIsRefusedByTheCatalogue(String observed) {
    assertThatThrownBy(() -> read("int64", "count(" + observed + ") over 20m"))
        .isInstanceOf(InvalidCatalogueException.class);
  }

  @Test
  void anAmountThatOnlyOrdersHaveIsRefusedForCouriers() {
    Catalogue catalogue =
        read("int64", "open(courier.location until courier.offline summing speedMps) over 3m");

    assertThatThrownBy(() -> new ContributionPlan(catalogue))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("only orders have");
  }

  private static Catalogue read(String type, String aggregate) {
    String yaml =
        """
        views:
          sample:
            entity: city
            kind: event
            max-age: 5m
            publish-interval: 1s
            features:
              value: {type: %s, default: 0, aggregate: %s, description: A sample.}
        """
            .formatted(type, aggregate);
    return new CatalogueReader().read(List.of(new CatalogueFile("sample.yaml", yaml)));
  }
}
