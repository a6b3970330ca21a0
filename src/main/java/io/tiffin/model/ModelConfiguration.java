package io.tiffin.model;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.trace.Traces;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What turns bundles into models that answer. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ModelProperties.class)
class ModelConfiguration {

  @Bean
  ModelPools modelPools(
      ModelProperties properties, MeterRegistry registry, Ticker ticker, Traces traces) {
    return new ModelPools(properties.poolSize(), registry, ticker, traces);
  }

  @Bean
  ModelLoader modelLoader(
      List<ModelEngine> engines, ModelPools pools, Catalogue catalogue, Ticker ticker) {
    return ModelLoader.of(engines, pools, new ModelTrial(catalogue, ticker));
  }
}
