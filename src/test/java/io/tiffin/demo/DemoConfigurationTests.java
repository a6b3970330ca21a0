package io.tiffin.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.FakeTicker;
import io.tiffin.batching.Ticker;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.InMemoryFeatureStore;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class DemoConfigurationTests {

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withUserConfiguration(DemoConfiguration.class, Settings.class)
          .withBean(LocalCalendar.class, LocalCalendar::withBundledHolidays)
          .withBean(FeatureStore.class, InMemoryFeatureStore::new)
          .withBean(InstantSource.class, () -> InstantSource.fixed(Instant.EPOCH))
          .withBean(Ticker.class, FakeTicker::new);

  @EnableConfigurationProperties(DemoProperties.class)
  static class Settings {}

  @Test
  void withoutARuntimeOfEventsTheDemoIsRefusedInASentence() {
    runner
        .withPropertyValues("spring.profiles.active=demo")
        .run(context -> {
          var analysis = new NoEventRuntimeFailureAnalyzer().analyze(context.getStartupFailure());

          assertThat(analysis.getDescription())
              .isEqualTo(
                  "The profile demo sends its city's events to the runtime of events, and"
                      + " tiffin.events.runtime is none.");
          assertThat(analysis.getAction())
              .isEqualTo("Set tiffin.events.runtime to embedded, or leave the profile demo out.");
        });
  }

  @Test
  void withoutTheProfileThereIsNoDemo() {
    runner.run(context -> assertThat(context).doesNotHaveBean(DemoRun.class));
  }
}
