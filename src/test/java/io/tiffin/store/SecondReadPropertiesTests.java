package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class SecondReadPropertiesTests {

  private final ApplicationContextRunner application =
      new ApplicationContextRunner().withUserConfiguration(Properties.class);

  @Test
  void defaults() {
    application.run(context ->
        assertThat(context.getBean(SecondReadProperties.class))
            .isEqualTo(new SecondReadProperties(0.1, 0.05, Duration.ofMillis(2))));
  }

  @Test
  void allExplicit() {
    application
        .withPropertyValues(
            "tiffin.store.second-reads.share=0.2",
            "tiffin.store.second-reads.hedged-share=0",
            "tiffin.store.second-reads.hedge-after=5ms")
        .run(context ->
            assertThat(context.getBean(SecondReadProperties.class))
                .isEqualTo(new SecondReadProperties(0.2, 0, Duration.ofMillis(5))));
  }

  @Test
  void settingsOutOfRangeStopTheStart() {
    application
        .withPropertyValues("tiffin.store.second-reads.share=1.1")
        .run(context ->
            assertThat(context.getStartupFailure())
                .hasStackTraceContaining(
                    "tiffin.store.second-reads.share is 1.1, set it to 0 to 1"));
    application
        .withPropertyValues("tiffin.store.second-reads.hedge-after=-1ms")
        .run(context ->
            assertThat(context.getStartupFailure())
                .hasStackTraceContaining("tiffin.store.second-reads.hedge-after is PT-0.001S"));
  }

  @Configuration
  @EnableConfigurationProperties(SecondReadProperties.class)
  static class Properties {}
}
