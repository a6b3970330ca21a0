package io.tiffin.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class EstimatePropertiesTests {

  @Test
  void defaultsAreThoseDocumented() {
    assertThat(bind(Map.of()))
        .isEqualTo(
            new EstimateProperties(
                Duration.ofMillis(200), Duration.ofMillis(60), Duration.ofMillis(5), 64, 10_000));
  }

  @Test
  void everyPropertyIsRead() {
    Map<String, String> all =
        Map.of(
            "tiffin.estimate.deadline", "1s",
            "tiffin.estimate.model-reserve", "100ms",
            "tiffin.estimate.answer-reserve", "10ms",
            "tiffin.estimate.shadow-queue", "8",
            "tiffin.estimate.recent", "0");

    assertThat(bind(all))
        .isEqualTo(
            new EstimateProperties(
                Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofMillis(10), 8, 0));
  }

  @ParameterizedTest
  @CsvSource({"shadow-queue,0", "recent,-1"})
  void aNumberOutOfRangeIsRefusedByName(String property, String value) {
    assertThatThrownBy(() -> bind(Map.of("tiffin.estimate." + property, value)))
        .rootCause()
        .hasMessageContaining("tiffin.estimate." + property + " is " + value + ": set it to");
  }

  @Test
  void aDeadlineOfNothingIsRefusedByName() {
    assertThatThrownBy(() -> bind(Map.of("tiffin.estimate.deadline", "0ms")))
        .rootCause()
        .hasMessageContaining("tiffin.estimate.deadline");
  }

  private static EstimateProperties bind(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("tiffin.estimate", EstimateProperties.class);
  }
}
