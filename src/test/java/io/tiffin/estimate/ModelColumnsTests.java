package io.tiffin.estimate;

import static io.tiffin.estimate.EstimateFixture.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.FeatureName;
import io.tiffin.model.Categories;
import io.tiffin.model.Examples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelColumnsTests {

  private final EstimateFixture fixture = new EstimateFixture();

  @Test
  void missingValuesAreFedAsTheManifestSays() {
    fixture.estimate(
        new PartialOrder(null, "r-17", null, EstimateFixture.NOW, null, null, null, Map.of(), 45));

    Examples examples = fixture.model.calls().getFirst();
    assertThat(examples.floats(0)[0]).isNaN();
    assertThat(examples.floats(0)[1]).isEqualTo(900);
    assertThat(examples.floats(0)[2]).isEqualTo(1500);
  }

  @Test
  void textIsFedAsItsBucketAndHoursAsTheyAre() {
    fixture.estimate(
        order("r-17", Map.of(FeatureName.parse("restaurant_profile.cuisine"), "ramen")));

    Examples examples = fixture.model.calls().getFirst();
    assertThat(examples.longs(1))
        .containsExactly(
            6 * 24 + 19, Categories.bucket("ramen", 64), Categories.bucket("r-17", 4096));
  }

  @Test
  void everyOrderGetsItsOwnRow() {
    FeatureName outstanding = FeatureName.parse("restaurant_live.orders_outstanding");

    fixture.estimate(
        List.of(
            order("r-1", Map.of(outstanding, 1.0)),
            order("r-2", Map.of(outstanding, 2.0)),
            order("r-3", Map.of(outstanding, 3.0))));

    Examples examples = fixture.model.calls().getFirst();
    assertThat(new float[] {examples.floats(0)[0], examples.floats(0)[3], examples.floats(0)[6]})
        .containsExactly(1, 2, 3);
  }
}
