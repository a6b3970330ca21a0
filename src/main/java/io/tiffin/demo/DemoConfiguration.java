package io.tiffin.demo;

import io.tiffin.batching.Ticker;
import io.tiffin.event.EventIntake;
import io.tiffin.event.EventRebuild;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.store.FeatureStore;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@Profile("demo")
@EnableConfigurationProperties(DemoProperties.class)
class DemoConfiguration {

  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(20);

  @Bean
  DemoRun demoRun(
      DemoProperties properties,
      LocalCalendar calendar,
      ObjectProvider<EventIntake> intake,
      ObjectProvider<EventRebuild> rebuild,
      FeatureStore store,
      InstantSource clock,
      Ticker ticker) {
    return new DemoRun(
        new DemoCities(properties, calendar),
        intake.getIfAvailable(() -> {
          throw new NoEventRuntimeException();
        }),
        rebuild.getIfAvailable(),
        new FeedRow(properties.present().cityId(), store, ticker),
        clock);
  }

  @Bean
  DemoLifecycle demoLifecycle(DemoProperties properties, DemoRun run) {
    return new DemoLifecycle(run, properties.interval());
  }

  /**
   * The service is ready after its runners: it listens at once, and is ready once the city is warm.
   */
  @Bean
  ApplicationRunner demoWarmUp(DemoRun run) {
    return arguments -> {
      if (!run.awaitWarm(LONGEST_WARM_UP)) {
        LoggerFactory.getLogger(DemoConfiguration.class)
            .warn("The demo city is not warm yet; estimates come from defaults till then");
      }
    };
  }

  @Bean
  WhereToLook whereToLook(Environment environment) {
    return new WhereToLook(environment);
  }
}
