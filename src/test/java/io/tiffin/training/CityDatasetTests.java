package io.tiffin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.simulation.CitySettings;
import io.tiffin.simulation.FaultSettings;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CityDatasetTests {

  private static Dataset dataset;

  @BeforeAll
  static void watchADay() {
    CitySettings usual = CitySettings.berlin(1);
    CitySettings small =
        new CitySettings(
            1,
            usual.cityId(),
            usual.centre(),
            usual.timeZone(),
            20,
            400,
            Duration.ZERO,
            FaultSettings.none());
    dataset = CityDataset.simulate(ProductCatalogue.read(), small, 1, Progress.SILENT);
  }

  @Test
  void ordersOfTheDayAreSplitByTime() {
    Split split = dataset.split();

    assertThat(split.train().size()).isGreaterThan(80);
    assertThat(split.validation().size()).isGreaterThan(10);
    assertThat(split.test().size()).isGreaterThan(3);
  }

  /** Of half a day before the reported tenth, without those asked about in an outage. */
  @Test
  void inputsAreToldByOrdersOfWhichAllIsKnown() {
    TrainingRows reference = dataset.reference();

    assertThat(reference.size())
        .isLessThan(dataset.split().train().size() + dataset.split().validation().size())
        .isGreaterThan(dataset.split().validation().size());
    for (int row = 0; row < reference.size(); row++) {
      assertThat(reference.number(row, items())).isNotNaN();
    }
  }

  private static int items() {
    return dataset.design().numbers().stream()
        .map(column -> column.feature().toString())
        .toList()
        .indexOf("request.items_total");
  }

  @Test
  void legsSumUpToTheLabelOrAreUnknown() {
    TrainingRows rows = dataset.split().train();
    int known = 0;
    for (int row = 0; row < rows.size(); row++) {
      if (!Float.isNaN(rows.leg(row, 0))) {
        known++;
        assertThat(rows.leg(row, 0) + rows.leg(row, 1) + rows.leg(row, 2))
            .isCloseTo(rows.minutes(row), within(0.01f));
      }
    }

    assertThat(known).isGreaterThan(rows.size() / 2);
  }

  @Test
  void theEstimateByFormulaIsKnownAndOfTheRightOrder() {
    TrainingRows rows = dataset.split().test();
    int naive =
        dataset.design().numbers().stream()
            .map(NumberColumn::feature)
            .toList()
            .indexOf(CityColumns.NAIVE);

    double formula = 0;
    for (int row = 0; row < rows.size(); row++) {
      formula += rows.number(row, naive) / 60 / rows.size();
    }

    double label = Arrays.stream(rows.minutes()).average().orElseThrow();
    assertThat(formula).isBetween(label / 2, label * 2);
  }

  @Test
  void windowsLongerThanTheFeedAreMissing() {
    TrainingRows rows = dataset.split().test();
    int history =
        dataset.design().numbers().stream()
            .map(column -> column.feature().toString())
            .toList()
            .indexOf("restaurant_history.prep_s_mean_28d");

    for (int row = 0; row < rows.size(); row++) {
      assertThat(rows.number(row, history)).isNaN();
    }
  }

  @Test
  void everyTestRowHasItsGroupUnderEveryTitle() {
    assertThat(dataset.groups()).containsKey(CityGroups.SURGES);
    assertThat(dataset.groups().values())
        .allSatisfy(names -> assertThat(names).hasSize(dataset.split().test().size()));
  }

  @Test
  void samplesTellOnlyWhatTheCatalogueKnows() {
    assertThat(dataset.usualSamples()).isNotEmpty();
    assertThat(dataset.usualSamples())
        .allSatisfy(sample ->
            assertThat(sample.features().keySet())
                .allMatch(name -> ProductCatalogue.read().feature(name).isPresent()));
  }
}
