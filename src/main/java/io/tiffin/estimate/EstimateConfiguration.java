package io.tiffin.estimate;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.batching.Ticker;
import io.tiffin.model.ServingModels;
import io.tiffin.quality.InputWatches;
import io.tiffin.serving.FeatureAssembly;
import io.tiffin.serving.OrderJourneys;
import io.tiffin.trace.Traces;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What makes estimates. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EstimateProperties.class)
class EstimateConfiguration {

  /** Half of those under way wait for a store or for a model's thread. Chosen. */
  private static final int CROWD_PER_PROCESSOR = 2;

  @Bean
  EstimateMeters estimateMeters(MeterRegistry registry) {
    return new EstimateMeters(registry);
  }

  @Bean
  Ladders ladders(
      ServingModels models, FeatureAssembly assembly, EstimateMeters meters, InputWatches watches) {
    return new Ladders(models, assembly, meters, watches);
  }

  @Bean
  LadderClimb ladderClimb(
      FeatureAssembly assembly,
      EstimateProperties times,
      EstimateMeters meters,
      Traces traces,
      Ticker ticker) {
    return new LadderClimb(assembly, times, meters, traces, ticker);
  }

  @Bean
  Crowd crowd() {
    return new Crowd(CROWD_PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
  }

  @Bean
  RecentEstimates recentEstimates(EstimateProperties properties) {
    return new RecentEstimates(properties.recent());
  }

  @Bean
  RecentErrors recentErrors(MeterRegistry registry) {
    return new RecentErrors(registry);
  }

  @Bean
  RecentRequests recentRequests(
      Ladders ladders,
      LadderClimb climb,
      EstimateProperties times,
      InstantSource clock,
      Ticker ticker) {
    return new RecentRequests(ladders, climb, times, clock, ticker);
  }

  @Bean
  ShadowQueue shadowQueue(LadderClimb climb, Crowd crowd, EstimateProperties times, Ticker ticker) {
    return new ShadowQueue(climb, crowd, times, ticker);
  }

  @Bean
  AfterAnswer afterAnswer(
      Crowd crowd,
      RecentRequests requests,
      RecentEstimates recent,
      ShadowQueue shadows,
      InputWatches watches) {
    return new AfterAnswer(crowd, requests, recent, shadows, watches);
  }

  @Bean
  DeliveryEstimator deliveryEstimator(
      Ladders ladders,
      LadderClimb climb,
      EstimateProperties times,
      EstimateMeters meters,
      AfterAnswer after,
      Traces traces,
      InstantSource clock) {
    EstimateIds ids = new EstimateIds(clock, () -> ThreadLocalRandom.current().nextLong());
    return new DeliveryEstimator(ladders, climb, ids, times, meters, traces, after);
  }

  @Bean
  OrderEstimator orderEstimator(
      OrderJourneys journeys, DeliveryEstimator estimator, EstimateMeters meters, Ticker ticker) {
    return new OrderEstimator(journeys, estimator, meters, ticker);
  }

  @Bean
  Outcomes outcomes(
      RecentEstimates recent,
      RecentErrors errors,
      OrderJourneys journeys,
      Ladders ladders,
      MeterRegistry registry,
      InstantSource clock,
      Ticker ticker) {
    return new Outcomes(recent, errors, journeys, ladders::names, registry, clock, ticker);
  }

  @Bean
  EstimateLifecycle estimateLifecycle(ShadowQueue shadows, Outcomes outcomes) {
    return new EstimateLifecycle(shadows, outcomes);
  }
}
