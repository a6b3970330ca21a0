package io.tiffin.demo;

import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.geo.Zones;
import io.tiffin.store.FeatureStore;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@Profile("demo")
class DemoConfiguration {

  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(20);

  @Bean
  DemoCities demoCities(
      DemoProperties properties,
      Catalogue catalogue,
      FeatureStore store,
      Zones zones,
      LocalCalendar calendar,
      Ticker ticker) {
    return new DemoCities(properties, catalogue, store, zones, calendar, ticker);
  }

  @Bean
  DemoLifecycle demoLifecycle(DemoProperties properties, DemoCities cities, InstantSource clock) {
    return new DemoLifecycle(properties, cities, clock);
  }

  /**
   * The service is ready after its runners: it listens at once, and is ready once the city is warm.
   */
  @Bean
  ApplicationRunner demoWarmUp(DemoLifecycle lifecycle) {
    return arguments -> {
      if (!lifecycle.awaitWarm(LONGEST_WARM_UP)) {
        LoggerFactory.getLogger(DemoConfiguration.class)
            .warn(
                "The demo city is not warm after {}; estimates come from defaults till then",
                LONGEST_WARM_UP);
      }
    };
  }

  @Bean
  WhereToLook whereToLook(Environment environment) {
    return new WhereToLook(environment);
  }
}
