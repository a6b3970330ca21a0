package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SharedLookUpPropertiesTests {

  private final ApplicationContextRunner application =
      new ApplicationContextRunner().withUserConfiguration(Settings.class);

  @EnableConfigurationProperties(SharedLookUpProperties.class)
  static class Settings {}

  @Test
  void defaults() {
    application.run(context ->
        assertThat(context.getBean(SharedLookUpProperties.class))
            .isEqualTo(new SharedLookUpProperties(16, 10_000)));
  }

  @Test
  void allExplicit() {
    application
        .withPropertyValues(
            "tiffin.store.shared-look-ups.calls=3", "tiffin.store.shared-look-ups.waiting=50")
        .run(context ->
            assertThat(context.getBean(SharedLookUpProperties.class))
                .isEqualTo(new SharedLookUpProperties(3, 50)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"calls", "waiting"})
  void noneAtAllIsRefused(String property) {
    application
        .withPropertyValues("tiffin.store.shared-look-ups." + property + "=0")
        .run(context ->
            assertThat(context.getStartupFailure())
                .rootCause()
                .hasMessage("tiffin.store.shared-look-ups.%s is 0, set it to 1 or more", property));
  }
}
