package io.tiffin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** What a command that estimates files takes of the service's settings, and what it doesn't. */
class BulkApplicationTests {

  private static StandardEnvironment environment(Map<String, String> settings) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("settings", new HashMap<>(settings)));
    environment.getPropertySources().addFirst(BulkApplication.own());
    ConfigurationPropertySources.attach(environment);
    return environment;
  }

  @Test
  void whatTheServiceMayDoToOthersItLeaves() {
    StandardEnvironment environment =
        environment(
            Map.of(
                "tiffin.events.runtime", "kafka",
                "tiffin.model.rollback.enabled", "true",
                "tiffin.model.retention.age", "30d"));

    assertThat(environment.getProperty("tiffin.events.runtime")).isEqualTo("none");
    assertThat(environment.getProperty("tiffin.model.rollback.enabled")).isEqualTo("false");
    assertThat(Binder.get(environment).bind("tiffin.model.retention.age", Duration.class).isBound())
        .isFalse();
  }

  @Test
  void callsHaveTheTimeOfABatchAndNotThatOfSomebodyWhoWaits() {
    String redis = "resilience4j.timelimiter.instances.redis.timeout-duration";
    Map<String, String> ofTheService = Map.of(redis, "50ms");

    assertThat(limit(ofTheService, redis)).isEqualTo(Duration.ofSeconds(2));
    assertThat(limit(Map.of("tiffin.bulk.call-limit", "7s"), redis))
        .isEqualTo(Duration.ofSeconds(7));
  }

  private static Duration limit(Map<String, String> settings, String name) {
    return Binder.get(environment(settings)).bind(name, Duration.class).get();
  }

  @Test
  void ofTheHttpFaceItHasWhatReadsOrdersAndNothingElse() {
    assertThat("io.tiffin.web.OrderJsonConfiguration").doesNotMatch(BulkApplication.NOT_NEEDED);
    assertThat("io.tiffin.store.StoreConfiguration").doesNotMatch(BulkApplication.NOT_NEEDED);
    assertThat("io.tiffin.web.WebConfiguration").matches(BulkApplication.NOT_NEEDED);
    assertThat("io.tiffin.event.kafka.KafkaEventConfiguration").matches(BulkApplication.NOT_NEEDED);
  }
}
