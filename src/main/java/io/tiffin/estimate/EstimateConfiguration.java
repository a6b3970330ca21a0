package io.tiffin.estimate;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.batching.Ticker;
import io.tiffin.model.LoadedVersion;
import io.tiffin.model.ServingModels;
import io.tiffin.serving.FeatureAssembly;
import io.tiffin.serving.OrderJourneys;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What makes estimates. */
@Configuration(proxyBeanMethods = false)
class EstimateConfiguration {

  @Bean
  EstimateMeters estimateMeters(MeterRegistry registry) {
    return new EstimateMeters(registry);
  }

  @Bean
  DeliveryEstimator deliveryEstimator(
      FeatureAssembly assembly,
      ServingModels served,
      EstimateProperties times,
      EstimateMeters meters,
      InstantSource clock,
      Ticker ticker) {
    EstimateIds ids = new EstimateIds(clock, () -> ThreadLocalRandom.current().nextLong());
    return new DeliveryEstimator(
        assembly,
        new ServedPlan(
            () -> Optional.ofNullable(served.serving().stable()).map(LoadedVersion::model),
            assembly,
            meters),
        ids,
        times,
        meters,
        ticker);
  }

  @Bean
  OrderEstimator orderEstimator(
      OrderJourneys journeys, DeliveryEstimator estimator, EstimateMeters meters, Ticker ticker) {
    return new OrderEstimator(journeys, estimator, meters, ticker);
  }
}
