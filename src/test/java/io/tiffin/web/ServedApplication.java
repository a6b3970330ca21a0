package io.tiffin.web;

import io.tiffin.batching.Ticker;
import io.tiffin.estimate.EstimateFixture;
import io.tiffin.estimate.FakeModel;
import io.tiffin.feature.Catalogue;
import io.tiffin.model.Model;
import io.tiffin.store.InMemoryFeatureStore;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** The HTTP face and what is behind it, over a store in memory and a model that says what it is told to. */
@SpringBootConfiguration
@EnableAutoConfiguration
@ConfigurationPropertiesScan({"io.tiffin.web", "io.tiffin.estimate", "io.tiffin.health", "io.tiffin.serving"})
@ComponentScan({"io.tiffin.web", "io.tiffin.estimate", "io.tiffin.health", "io.tiffin.serving"})
public class ServedApplication {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  Ticker ticker() {
    return System::nanoTime;
  }

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
  @ConditionalOnMissingBean
  FakeModel model() {
    return new FakeModel();
  }

  @Bean
  Supplier<Optional<Model>> served(FakeModel model) {
    return () -> Optional.of(model);
  }
}
