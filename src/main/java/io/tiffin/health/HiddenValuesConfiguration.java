package io.tiffin.health;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Values of settings that Actuator never shows, also where {@code env} and {@code configprops} are
 * exposed with {@code show-values: always}.
 */
@Configuration(proxyBeanMethods = false)
class HiddenValuesConfiguration {

  @Bean
  SanitizingFunction secrets() {
    return SanitizingFunction.sanitizeValue()
        .ifLikelySensitive()
        .ifKeyContains("jaas", "sha256", "private", "credential", "authorization");
  }
}
