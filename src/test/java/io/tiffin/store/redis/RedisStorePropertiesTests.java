package io.tiffin.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class RedisStorePropertiesTests {

  private final ApplicationContextRunner application =
      new ApplicationContextRunner().withUserConfiguration(Properties.class);

  @Test
  void defaults() {
    application.run(context ->
        assertThat(context.getBean(RedisStoreProperties.class))
            .isEqualTo(
                new RedisStoreProperties("tiffin:", null, Duration.ofSeconds(1), 2, 256, 10_000)));
  }

  @Test
  void allExplicit() {
    application
        .withPropertyValues(
            "tiffin.store.redis.key-prefix=lunch:",
            "tiffin.store.redis.cache-time-to-live=5m",
            "tiffin.store.redis.absence-time-to-live=2s",
            "tiffin.store.redis.concurrent-look-ups=3",
            "tiffin.store.redis.keys-per-look-up=100",
            "tiffin.store.redis.waiting-look-ups=500")
        .run(context ->
            assertThat(context.getBean(RedisStoreProperties.class))
                .isEqualTo(
                    new RedisStoreProperties(
                        "lunch:", Duration.ofMinutes(5), Duration.ofSeconds(2), 3, 100, 500)));
  }

  @ParameterizedTest
  @CsvSource({
    "key-prefix, {a}:, 'without braces or spaces'",
    "key-prefix, 'a b', 'without braces or spaces'",
    "cache-time-to-live, 0s, 'set it to 1ms or more'",
    "absence-time-to-live, 0s, 'set it to 1ms or more'",
    "concurrent-look-ups, 0, 'concurrentLookUps'",
    "keys-per-look-up, 0, 'keysPerLookUp'",
    "waiting-look-ups, 0, 'waitingLookUps'",
  })
  void aWrongSettingStopsTheStart(String property, String value, String message) {
    application
        .withPropertyValues("tiffin.store.redis." + property + "=" + value)
        .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining(message));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(RedisStoreProperties.class)
  static class Properties {}
}
