package io.tiffin.event.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.event.EventIntake;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

class NoEagerKafkaTests {

  @Test
  void anApplicationThatHasNotChosenKafkaHasNothingOfIt() {
    try (ConfigurableApplicationContext context = application("embedded")) {
      assertThat(context.getBeansOfType(KafkaAdmin.class)).isEmpty();
      assertThat(context.getBeansOfType(KafkaTemplate.class)).isEmpty();
      assertThat(context.getBeansOfType(ProducerFactory.class)).isEmpty();
      assertThat(context.getBeansOfType(KafkaAutoConfiguration.class)).isEmpty();
      assertThat(context.getBeansOfType(EventIntake.class)).isEmpty();
    }
  }

  @Test
  void withoutTheFilterItWouldHaveAnAdminAndAProducer() {
    NoEagerKafka filter = new NoEagerKafka();
    String kafka = KafkaAutoConfiguration.class.getName();

    assertThat(filter.match(new String[] {kafka, "other.Configuration", null}, null))
        .containsExactly(false, true, true);

    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(KafkaAutoConfiguration.class)
            .web(WebApplicationType.NONE)
            .properties(Map.of("spring.main.banner-mode", "off"))
            .run()) {
      assertThat(context.getBeansOfType(KafkaAdmin.class)).hasSize(1);
      assertThat(context.getBeansOfType(ProducerFactory.class)).hasSize(1);
    }
  }

  private static ConfigurableApplicationContext application(String runtime) {
    return new SpringApplicationBuilder(Nothing.class)
        .web(WebApplicationType.NONE)
        .properties(
            Map.of(
                "spring.main.banner-mode",
                "off",
                "management.endpoint.health.validate-group-membership",
                "false",
                "tiffin.events.runtime",
                runtime))
        .run();
  }

  /** Everything that Spring configures by itself. It is no stereotype, so that no scan finds it. */
  @EnableAutoConfiguration
  @Import(KafkaEventConfiguration.class)
  static class Nothing {}
}
