package io.tiffin.health;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the service gets warm before it says that it is ready.
 *
 * @param limit the longest that warming up may take; 0 for not at all
 */
@ConfigurationProperties("tiffin.warm-up")
record WarmUpProperties(@DefaultValue("10s") Duration limit) {

  WarmUpProperties {
    if (limit.isNegative()) {
      throw new IllegalArgumentException(
          "tiffin.warm-up.limit is " + limit + ": set it to 0 or more");
    }
  }
}
