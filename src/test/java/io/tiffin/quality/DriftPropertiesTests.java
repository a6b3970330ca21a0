package io.tiffin.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DriftPropertiesTests {

  @Test
  void defaultsAreThoseDocumented() {
    assertThat(bind(Map.of())).isEqualTo(new DriftProperties(Duration.ofDays(7), 20, 500));
  }

  @Test
  void everyPropertyIsRead() {
    Map<String, String> all =
        Map.of(
            "tiffin.drift.window", "1h",
            "tiffin.drift.vectors-per-second", "0",
            "tiffin.drift.least-vectors", "1000");

    assertThat(bind(all)).isEqualTo(new DriftProperties(Duration.ofHours(1), 0, 1_000));
  }

  @ParameterizedTest
  @CsvSource({
    "window,59s",
    "window,32d",
    "vectors-per-second,-1",
    "vectors-per-second,1001",
    "least-vectors,0",
    "least-vectors,1000001"
  })
  void whatIsOutOfRangeIsRefusedByName(String property, String value) {
    assertThatThrownBy(() -> bind(Map.of("tiffin.drift." + property, value)))
        .rootCause()
        .hasMessageContaining("tiffin.drift." + property + " is ")
        .hasMessageContaining(": set it to");
  }

  private static DriftProperties bind(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("tiffin.drift", DriftProperties.class);
  }
}
