package io.tiffin.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.web.AccessProperties.ApiKey;
import io.tiffin.web.AccessProperties.Mode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AccessPropertiesTests {

  private static final String HASH = "a".repeat(64);

  @Test
  void withoutAnySettingOnlyThisMachineGetsIn() {
    AccessProperties properties = bind(Map.of());

    assertThat(properties)
        .isEqualTo(new AccessProperties(Mode.OPEN, List.of(), "roles", null, false));
  }

  @Test
  void everySettingIsRead() {
    AccessProperties properties =
        bind(
            Map.of(
                "tiffin.security.mode", "api-keys",
                "tiffin.security.roles-claim", "groups",
                "tiffin.security.requests-per-second", "100",
                "tiffin.security.open-metrics", "true",
                "tiffin.security.api-keys[0].name", "app",
                "tiffin.security.api-keys[0].sha256", HASH,
                "tiffin.security.api-keys[0].roles", "estimator,writer",
                "tiffin.security.api-keys[0].requests-per-second", "7"));

    assertThat(properties)
        .isEqualTo(
            new AccessProperties(
                Mode.API_KEYS,
                List.of(
                    new ApiKey("app", HASH, Set.of(AccessRole.ESTIMATOR, AccessRole.WRITER), 7)),
                "groups",
                100,
                true));
  }

  @Test
  void whatWouldLetNobodyInOrMeansNothingIsRefusedByName() {
    refused("api-keys is empty", Mode.API_KEYS, List.of());
    refused("is not api-keys", Mode.JWT, List.of(key("app", HASH)));
    refused("twice", Mode.API_KEYS, List.of(key("app", HASH), key("app", "b".repeat(64))));
    refused("twice", Mode.API_KEYS, List.of(key("app", HASH), key("other", HASH)));
    assertThatThrownBy(() -> key("app", "the key itself"))
        .hasMessageContaining("sha256 of 'app'")
        .hasMessageNotContaining("the key itself");
    assertThatThrownBy(() -> new ApiKey("app", HASH, Set.of(), null))
        .hasMessageContaining("at least one of roles");
    assertThatThrownBy(() -> new ApiKey("app", HASH, Set.of(AccessRole.VIEWER), 0))
        .hasMessageContaining("requests-per-second is 0");
  }

  private static void refused(String reason, Mode mode, List<ApiKey> keys) {
    assertThatThrownBy(() -> new AccessProperties(mode, keys, "roles", null, false))
        .hasMessageContaining(reason);
  }

  private static ApiKey key(String name, String hash) {
    return new ApiKey(name, hash, Set.of(AccessRole.VIEWER), null);
  }

  private static AccessProperties bind(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("tiffin.security", AccessProperties.class);
  }
}
