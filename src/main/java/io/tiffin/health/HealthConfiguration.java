package io.tiffin.health;

import io.tiffin.batching.Ticker;
import io.tiffin.event.EventRuntimeStatus;
import io.tiffin.guard.Guards;
import io.tiffin.model.ServedStatus;
import io.tiffin.quality.InputWatches;
import io.tiffin.registry.CallerAddress;
import io.tiffin.registry.ModelOperations;
import io.tiffin.serving.FreshnessMeters;
import io.tiffin.store.OpenTiers;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * What readiness is made of; {@code management.endpoint.health.group.readiness} names the
 * indicators.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({FreshnessProperties.class, WarmUpProperties.class})
class HealthConfiguration {

  @Bean
  WarmUpHealthIndicator warmUpHealthIndicator() {
    return new WarmUpHealthIndicator();
  }

  @Bean
  WarmUpKey warmUpKey() {
    return new WarmUpKey();
  }

  @Bean
  WarmUpAtStart warmUpAtStart(
      WarmUpHealthIndicator readiness,
      ServedStatus served,
      InputWatches watches,
      Environment environment,
      WarmUpProperties properties,
      WarmUpKey key,
      Ticker ticker) {
    return new WarmUpAtStart(
        readiness, served, watches, environment, properties.limit(), key, ticker);
  }

  @Bean
  TierChecks tierChecks(OpenTiers tiers, Ticker ticker) {
    return new TierChecks(tiers, ticker);
  }

  @Bean
  TiersHealthIndicator tiersHealthIndicator(TierChecks checks) {
    return new TiersHealthIndicator(checks);
  }

  @Bean
  FeaturesEndpoint featuresEndpoint(TierChecks checks) {
    return new FeaturesEndpoint(checks);
  }

  @Bean
  ModelsEndpoint modelsEndpoint(ModelOperations operations, CallerAddress caller) {
    return new ModelsEndpoint(operations, caller);
  }

  @Bean
  FreshnessEndpoint freshnessEndpoint(FreshnessMeters meters, InstantSource clock) {
    return new FreshnessEndpoint(() -> meters.views(clock.instant()));
  }

  @Bean
  FreshnessHealthIndicator freshnessHealthIndicator(
      FreshnessMeters meters, FreshnessProperties properties, InstantSource clock) {
    return new FreshnessHealthIndicator(
        () -> meters.views(clock.instant()), properties.mostOutsideMaxAge());
  }

  @Bean
  EventsHealthIndicator eventsHealthIndicator(ObjectProvider<EventRuntimeStatus> runtimes) {
    return new EventsHealthIndicator(runtimes);
  }

  @Bean
  ModelHealthIndicator modelHealthIndicator(ServedStatus served, Guards guards) {
    return new ModelHealthIndicator(served, guards);
  }
}
