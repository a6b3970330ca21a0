package io.tiffin.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DemoPropertiesTests {

  @Test
  void withoutAnySettingThereIsABerlinOfFourWeeks() {
    assertThat(bind(Map.of()))
        .isEqualTo(
            new DemoProperties(
                1, 80, 3_000, Duration.ofHours(6), Duration.ofDays(28), Duration.ofSeconds(1)));
  }

  @Test
  void everySettingIsBound() {
    Map<String, String> settings =
        Map.of(
            "tiffin.demo.seed", "7",
            "tiffin.demo.restaurants", "60",
            "tiffin.demo.orders-per-day", "1000",
            "tiffin.demo.warm-up", "5h",
            "tiffin.demo.history", "7d",
            "tiffin.demo.interval", "2s");

    assertThat(bind(settings))
        .isEqualTo(
            new DemoProperties(
                7, 60, 1_000, Duration.ofHours(5), Duration.ofDays(7), Duration.ofSeconds(2)));
  }

  @Test
  void aHistoryShorterThanTheWarmUpIsRefused() {
    assertThatThrownBy(() -> bind(Map.of("tiffin.demo.history", "1h")))
        .hasRootCauseMessage(
            "tiffin.demo.history is PT1H; set at least tiffin.demo.warm-up, which is PT6H");
  }

  @Test
  void aWarmUpTooShortForOpenOrdersIsRefused() {
    assertThatThrownBy(() -> bind(Map.of("tiffin.demo.warm-up", "1h")))
        .hasRootCauseMessage(
            "tiffin.demo.warm-up is PT1H; set at least 4h, open orders count for three");
  }

  @Test
  void anIntervalOfNothingIsRefused() {
    assertThatThrownBy(() -> bind(Map.of("tiffin.demo.interval", "0s")))
        .hasRootCauseMessage("tiffin.demo.interval is PT0S; set at least 1ms");
  }

  private static DemoProperties bind(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("tiffin.demo", DemoProperties.class);
  }
}
