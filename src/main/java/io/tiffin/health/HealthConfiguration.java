package io.tiffin.health;

import io.tiffin.batching.Ticker;
import io.tiffin.guard.Guards;
import io.tiffin.model.ServedModel;
import io.tiffin.serving.FreshnessMeters;
import io.tiffin.store.OpenTiers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * What readiness is made of; {@code management.endpoint.health.group.readiness} names the
 * indicators.
 */
@Configuration(proxyBeanMethods = false)
class HealthConfiguration {

  @Bean
  WarmUpHealthIndicator warmUpHealthIndicator() {
    return new WarmUpHealthIndicator();
  }

  @Bean
  WarmUpAtStart warmUpAtStart(
      WarmUpHealthIndicator readiness,
      ServedModel served,
      Environment environment,
      WarmUpProperties properties,
      Ticker ticker) {
    return new WarmUpAtStart(readiness, served, environment, properties.limit(), ticker);
  }

  @Bean
  TierChecks tierChecks(Ticker ticker) {
    return new TierChecks(ticker);
  }

  @Bean
  TiersHealthIndicator tiersHealthIndicator(OpenTiers tiers, TierChecks checks) {
    return new TiersHealthIndicator(tiers, checks);
  }

  @Bean
  FeaturesEndpoint featuresEndpoint(OpenTiers tiers, TierChecks checks) {
    return new FeaturesEndpoint(tiers, checks);
  }

  @Bean
  FreshnessEndpoint freshnessEndpoint(FreshnessMeters meters) {
    return new FreshnessEndpoint(meters::views);
  }

  @Bean
  FreshnessHealthIndicator freshnessHealthIndicator(
      FreshnessMeters meters, FreshnessProperties properties) {
    return new FreshnessHealthIndicator(meters::views, properties.mostOutsideMaxAge());
  }

  @Bean
  ModelHealthIndicator modelHealthIndicator(ServedModel served, Guards guards) {
    return new ModelHealthIndicator(served, guards);
  }
}
