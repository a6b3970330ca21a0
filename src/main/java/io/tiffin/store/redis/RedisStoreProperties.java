package io.tiffin.store.redis;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of Redis as a tier. Where the server is, its users, TLS and time-outs are {@code
 * spring.data.redis.*}.
 *
 * @param keyPrefix what all keys begin with; printable ASCII without braces. Two fleets, or a cache
 *     and a source of truth, on one server need two prefixes
 * @param cacheTimeToLive longest time that a row lives in the cache; not set, the largest max age
 *     of its view's features alone decides
 * @param absenceTimeToLive how long the cache remembers that a key was never written
 * @param concurrentLookUps look-up commands under way at once; what is asked meanwhile shares the
 *     next one
 * @param keysPerLookUp keys in one look-up command
 * @param waitingLookUps look-ups that wait for a command at most; more fail at once
 */
@Validated
@ConfigurationProperties("tiffin.store.redis")
record RedisStoreProperties(
    @DefaultValue("tiffin:") String keyPrefix,
    @Nullable Duration cacheTimeToLive,
    @DefaultValue("1s") Duration absenceTimeToLive,
    @DefaultValue("2") @Min(1) @Max(64) int concurrentLookUps,
    @DefaultValue("256") @Min(1) @Max(10_000) int keysPerLookUp,
    @DefaultValue("10000") @Min(1) int waitingLookUps) {

  private static final Duration LEAST = Duration.ofMillis(1);

  RedisStoreProperties {
    if (!keyPrefix.matches("[!-z|~]{1,64}")) {
      throw new IllegalArgumentException(
          "tiffin.store.redis.key-prefix is «"
              + keyPrefix
              + "», set it to 1 to 64 printable ASCII characters without braces or spaces");
    }
    if (cacheTimeToLive != null) {
      requireTime("cache-time-to-live", cacheTimeToLive);
    }
    requireTime("absence-time-to-live", absenceTimeToLive);
  }

  private static void requireTime(String property, Duration time) {
    if (time.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException(
          "tiffin.store.redis." + property + " is " + time + ", set it to 1ms or more");
    }
  }
}
