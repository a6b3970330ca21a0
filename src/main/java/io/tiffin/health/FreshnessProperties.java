package io.tiffin.health;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When health says that the features are not fresh.
 *
 * @param mostOutsideMaxAge share of a view's values, among those read in the last minute or two,
 *     that may be too old to be served before health is DEGRADED; from 0 to 1
 */
@ConfigurationProperties("tiffin.freshness")
record FreshnessProperties(@DefaultValue("0.05") double mostOutsideMaxAge) {

  FreshnessProperties {
    if (!(mostOutsideMaxAge >= 0 && mostOutsideMaxAge <= 1)) {
      throw new IllegalArgumentException(
          "tiffin.freshness.most-outside-max-age is " + mostOutsideMaxAge + ": set it to 0 to 1");
    }
  }
}
