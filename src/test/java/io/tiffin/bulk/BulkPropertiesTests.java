package io.tiffin.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class BulkPropertiesTests {

  @Test
  void defaults() {
    assertThat(BulkFixture.bound(Map.of()))
        .isEqualTo(
            new BulkProperties(
                200,
                4,
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                2,
                DataSize.ofKilobytes(64),
                Duration.ofSeconds(10),
                0,
                1,
                false));
  }

  @Test
  void explicit() {
    Map<String, String> set = new HashMap<>();
    set.put("batch-orders", "500");
    set.put("batches", "8");
    set.put("deadline", "2s");
    set.put("call-limit", "1s");
    set.put("tries", "3");
    set.put("max-line", "1MB");
    set.put("progress", "1m");
    set.put("allowed-refusals", "0.01");
    set.put("allowed-degraded", "0.5");
    set.put("explain", "true");

    assertThat(BulkFixture.bound(set))
        .isEqualTo(
            new BulkProperties(
                500,
                8,
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                3,
                DataSize.ofMegabytes(1),
                Duration.ofMinutes(1),
                0.01,
                0.5,
                true));
  }

  @ParameterizedTest
  @CsvSource({
    "deadline, 0s, set it to at least 1ms",
    "call-limit, 0s, set it to at least 1ms",
    "progress, 0s, set it to at least 1ms",
    "max-line, 1GB, set it to 1B to 64MB",
    "allowed-refusals, 2, set it to between 0 and 1",
    "allowed-degraded, -1, set it to between 0 and 1"
  })
  void aWrongValueIsNamedWithItsFix(String name, String value, String fix) {
    assertThatThrownBy(() -> BulkFixture.bound(Map.of(name, value)))
        .rootCause()
        .hasMessageContaining("tiffin.bulk." + name)
        .hasMessageContaining(fix);
  }
}
