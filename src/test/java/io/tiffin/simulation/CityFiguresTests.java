package io.tiffin.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The city against the figures of real ones, with tolerance. */
class CityFiguresTests {

  private static final CityReport REPORT = CityReport.of(CitySettings.berlin(1), 28);

  @Test
  void demandPeaksAtLunchAndDinner() {
    assertThat(REPORT.shareOfHours(11, 13)).isCloseTo(0.20, within(0.02));
    assertThat(REPORT.shareOfHours(17, 19)).isCloseTo(0.47, within(0.03));
  }

  @Test
  void fridayAndSaturdayAreTheBusiestDays() {
    double busiest = REPORT.shareOfOrders(it -> it.day() == 4 || it.day() == 5);

    assertThat(busiest).isBetween(0.31, 0.38); // two sevenths are 0.29
  }

  @Test
  void theTopTenthOfRestaurantsHasAThirdOfTheOrders() {
    assertThat(REPORT.shareOfTopTenth()).isCloseTo(0.37, within(0.03));
  }

  @Test
  void preparationTakesAQuarterOfAnHourAndSometimesMuchLonger() {
    assertThat(REPORT.quantile(0.5, CityReport.Trace::prepMinutes)).isCloseTo(15, within(1.5));
    assertThat(REPORT.quantile(0.95, CityReport.Trace::prepMinutes)).isCloseTo(38, within(4.0));
  }

  @Test
  void couriersCarryOneToTwoOrdersAnHour() {
    assertThat(REPORT.ordersPerCourierHour()).isBetween(1.2, 2.4);
  }

  @Test
  void routesHaveTheMedianOfRealOnes() {
    assertThat(REPORT.quantile(0.5, CityReport.Trace::routeMetres)).isCloseTo(2_070, within(50.0));
  }

  @Test
  void deliveriesTakeAsLongAsRealOnes() {
    assertThat(REPORT.medianMinutes(it -> true)).isBetween(34.0, 46.0);
    assertThat(REPORT.deviationOfLogMinutes()).isCloseTo(0.36, within(0.06));
  }

  @Test
  void loadSlowsTheCityDown() {
    assertThat(REPORT.medianMinutes(it -> it.load() < 1)).isCloseTo(37, within(4.0));
    assertThat(REPORT.medianMinutes(it -> it.load() >= 2)).isCloseTo(64, within(6.0));
  }

  @Test
  void manyItemsTakeTenMinutesMore() {
    double one = REPORT.medianMinutes(it -> it.items() == 1);
    double many = REPORT.medianMinutes(it -> it.items() >= 8);

    assertThat(many - one).isCloseTo(10, within(2.5));
  }

  @Test
  void dinnerIsSlowerThanTheAfternoon() {
    double afternoon = REPORT.medianMinutes(it -> it.hour() == 14);
    double dinner = REPORT.medianMinutes(it -> it.hour() == 18);

    assertThat(dinner - afternoon).isCloseTo(13, within(5.0));
  }

  @Test
  void noiseThatNobodyCanKnowIsWorthTwoToFourMinutes() {
    assertThat(REPORT.oracleErrorMinutes()).isBetween(2.0, 4.0);
  }

  @Test
  void withoutLiveSignalsEstimatesGetWorse() {
    double with = REPORT.errorMinutes(true, it -> true);
    double without = REPORT.errorMinutes(false, it -> true);

    assertThat(without).isGreaterThan(1.10 * with);
  }

  @Test
  void withoutLiveSignalsEstimatesInSurgesGetMuchWorse() {
    double with = REPORT.errorMinutes(true, CityReport.Trace::isDuringSurge);
    double without = REPORT.errorMinutes(false, CityReport.Trace::isDuringSurge);

    assertThat(without).isGreaterThan(1.20 * with);
  }
}
