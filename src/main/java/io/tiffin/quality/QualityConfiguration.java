package io.tiffin.quality;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What watches the quality of what is served. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DriftProperties.class)
class QualityConfiguration {

  @Bean
  InputWatches inputWatches(
      DriftProperties properties, MeterRegistry registry, InstantSource clock) {
    return new InputWatches(properties, registry, clock);
  }
}
