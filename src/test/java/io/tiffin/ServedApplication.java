package io.tiffin;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.estimate.EstimateFixture;
import io.tiffin.estimate.FakeModel;
import io.tiffin.event.EventIntake;
import io.tiffin.event.RecordedEvents;
import io.tiffin.feature.Catalogue;
import io.tiffin.model.ServedModels;
import io.tiffin.registry.ScriptedModels;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.store.OpenTiers;
import io.tiffin.store.Tiers;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/**
 * The HTTP face and what is behind it, over a store in memory and a model that says what it is told
 * to. It is no stereotype, so that the whole application's scan passes over it.
 */
@Import(ClockConfiguration.class)
@EnableAutoConfiguration
@ConfigurationPropertiesScan({
  "io.tiffin.web",
  "io.tiffin.estimate",
  "io.tiffin.health",
  "io.tiffin.quality",
  "io.tiffin.serving",
  "io.tiffin.sizing"
})
@ComponentScan({
  "io.tiffin.guard",
  "io.tiffin.web",
  "io.tiffin.estimate",
  "io.tiffin.health",
  "io.tiffin.quality",
  "io.tiffin.serving",
  "io.tiffin.sizing",
  "io.tiffin.trace"
})
public class ServedApplication {

  @Bean
  Catalogue catalogue() {
    return EstimateFixture.productCatalogue();
  }

  @Bean
  @ConditionalOnMissingBean
  InMemoryFeatureStore store() {
    return new InMemoryFeatureStore();
  }

  @Bean
  @ConditionalOnMissingBean(EventIntake.class)
  @ConditionalOnProperty(
      name = "tiffin.events.runtime",
      havingValue = "embedded",
      matchIfMissing = true)
  RecordedEvents events() {
    return new RecordedEvents();
  }

  @Bean
  OpenTiers openTiers(FeatureStore store, MeterRegistry meters) {
    return Tiers.only(store, meters);
  }

  @Bean
  @ConditionalOnMissingBean
  FakeModel model() {
    return new FakeModel();
  }

  @Bean
  @ConditionalOnMissingBean
  ScriptedModels models() {
    return new ScriptedModels();
  }

  @Bean
  ServedModels.Fixed served(FakeModel model) {
    return ServedModels.serving(model);
  }
}
