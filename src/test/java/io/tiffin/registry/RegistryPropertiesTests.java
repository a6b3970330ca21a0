package io.tiffin.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.registry.RegistryProperties.NewVersions;
import io.tiffin.registry.RegistryProperties.Retention;
import io.tiffin.registry.RegistryProperties.Rollback;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class RegistryPropertiesTests {

  @Test
  void defaults() {
    assertThat(RegistryFixture.bound(Map.of()))
        .isEqualTo(
            new RegistryProperties(
                null,
                "eta",
                Duration.ofSeconds(2),
                NewVersions.ACTIVATE,
                5,
                true,
                8,
                new Retention(20, null, null),
                new Rollback(
                    true, Duration.ofHours(1), 200, 0.05, 0.05, Duration.ofMillis(60), 200, 1.2)));
  }

  @Test
  void explicit() {
    Map<String, String> set = new HashMap<>();
    set.put("repository", "/srv/models");
    set.put("name", "rush");
    set.put("poll", "1s");
    set.put("new-versions", "canary");
    set.put("canary-percent", "10");
    set.put("keep-previous-loaded", "false");
    set.put("max-loaded", "4");
    set.put("retention.versions", "7");
    set.put("retention.age", "30d");
    set.put("retention.bytes", "2GB");
    set.put("rollback.enabled", "false");
    set.put("rollback.watch", "2h");
    set.put("rollback.calls", "300");
    set.put("rollback.failed-share", "0.1");
    set.put("rollback.failed-share-above", "0.02");
    set.put("rollback.p99", "40ms");
    set.put("rollback.orders", "500");
    set.put("rollback.error-ratio", "1.1");
    Map<String, String> properties = new HashMap<>();
    set.forEach((name, value) -> properties.put("tiffin.model." + name, value));

    assertThat(RegistryFixture.bound(properties))
        .isEqualTo(
            new RegistryProperties(
                Path.of("/srv/models"),
                "rush",
                Duration.ofSeconds(1),
                NewVersions.CANARY,
                10,
                false,
                4,
                new Retention(7, Duration.ofDays(30), DataSize.ofGigabytes(2)),
                new Rollback(
                    false, Duration.ofHours(2), 300, 0.1, 0.02, Duration.ofMillis(40), 500, 1.1)));
  }

  @ParameterizedTest
  @CsvSource({
    "poll, 1ms, set it to 10ms or more",
    "retention.age, 0s, set it to more than 0",
    "rollback.failed-share, 2, set it to between 0 and 1",
    "rollback.error-ratio, 0.9, set it to 1 or more"
  })
  void aWrongValueIsNamedWithItsFix(String name, String value, String fix) {
    assertThatThrownBy(() -> RegistryFixture.bound(Map.of("tiffin.model." + name, value)))
        .rootCause()
        .hasMessageContaining("tiffin.model." + name)
        .hasMessageContaining(fix);
  }
}
