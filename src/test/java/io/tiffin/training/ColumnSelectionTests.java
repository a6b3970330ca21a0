package io.tiffin.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.Catalogue;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.training.NetworkDesign.Baseline;
import io.tiffin.training.NetworkDesign.Hidden;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnSelectionTests {

  private static final Hidden HIDDEN = new Hidden(8, 4);

  private final Catalogue catalogue = ProductCatalogue.read();
  private final NetworkDesign city = CityColumns.design(catalogue);

  @Test
  void whatTheRequestTellsIsNothingLiveAndNoHistory() {
    NetworkDesign design = new ColumnSelection(city, FeatureSet.REQUEST).design(HIDDEN);

    assertThat(design.numbers())
        .extracting(column -> column.feature().view())
        .containsOnly("request");
    assertThat(design.numbers())
        .extracting(column -> column.feature().feature())
        .contains("distance_m")
        .doesNotContain("naive_s", "travel_naive_s");
    assertThat(design.categories()).hasSize(3);
    assertThat(design.baseline()).isEqualTo(new Baseline.Median());
    assertThat(design.wide())
        .as("without the cuisine, hours are the third category")
        .containsExactly(new WideTerm.Numbers(), new WideTerm.Flags(), new WideTerm.OneOf(2));
    assertThat(design.hidden()).isEqualTo(HIDDEN);
  }

  @Test
  void historyAddsHistoryAndAllIsTheWholeDesign() {
    NetworkDesign history = new ColumnSelection(city, FeatureSet.HISTORY).design(HIDDEN);
    NetworkDesign all = new ColumnSelection(city, FeatureSet.ALL).design(Hidden.USUAL);

    assertThat(history.numbers())
        .extracting(column -> column.feature().view())
        .contains("restaurant_history")
        .noneMatch(view -> view.endsWith("_live"));
    assertThat(all).isEqualTo(city);
  }

  @Test
  void rowsKeepTheirLabelsAndTheColumnsSelected() {
    TrainingRows rows = TestRows.of(5, 1);

    TrainingRows some = rows.columns(new int[] {TestRows.DISTANCE, TestRows.QUEUE}, new int[] {});

    assertThat(some.number(3, 0)).isEqualTo(rows.number(3, TestRows.DISTANCE));
    assertThat(some.number(3, 1)).isEqualTo(rows.number(3, TestRows.QUEUE));
    assertThat(some.minutes()).isEqualTo(rows.minutes());
    assertThat(some.leg(2, 1)).isEqualTo(rows.leg(2, 1));
    assertThat(some.promised(2)).isEqualTo(rows.promised(2));
  }

  @Test
  void termsThatNeedWhatIsNotSelectedAreLeftOut() {
    NetworkDesign naive =
        new NetworkDesign(
            List.of(
                new NumberColumn(
                    new FeatureName("request", "naive_s"), NumberColumn.Scale.LINEAR, true, ""),
                new NumberColumn(
                    new FeatureName("request", "items"), NumberColumn.Scale.LINEAR, true, "")),
            List.of(),
            List.of(
                new WideTerm.Knots(0, List.of(1.0)),
                new WideTerm.Cross(new WideTerm.Single(0), new WideTerm.Single(1)),
                new WideTerm.Bins(1, 0, 9, 3)),
            new Baseline.Estimate(0, 60),
            false);

    NetworkDesign design = new ColumnSelection(naive, FeatureSet.REQUEST).design(HIDDEN);

    assertThat(design.wide()).containsExactly(new WideTerm.Bins(0, 0, 9, 3));
    assertThat(design.baseline()).isEqualTo(new Baseline.Median());
  }

  @Test
  void theLadderGrowsAndHasNoRungTwice() {
    List<Rung> ladder = Rung.ladder(city);
    List<Rung> ofOneView = Rung.ladder(TestRows.DESIGN);

    assertThat(ladder)
        .extracting(Rung::title)
        .containsExactly(
            "request 8×4",
            "history 16×8",
            "all 16×8",
            "all 32×16",
            "all 64×32",
            "all 128×64",
            "all 256×128");
    assertThat(ofOneView)
        .as("a network of TestRows' estimate by formula, and without it")
        .extracting(Rung::title)
        .containsExactly(
            "request 8×4",
            "request 16×8",
            "all 16×8",
            "all 32×16",
            "all 64×32",
            "all 128×64",
            "all 256×128");
  }
}
