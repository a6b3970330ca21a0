package io.tiffin.serving;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.event.EventRows;
import io.tiffin.feature.Catalogue;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.geo.Zones;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.OwnView;
import io.tiffin.store.RowLifetime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What serves features. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CityProperties.class)
class ServingConfiguration {

  @Bean
  Zones zones() {
    return new Zones();
  }

  @Bean
  LocalCalendar localCalendar() {
    return LocalCalendar.withBundledHolidays();
  }

  @Bean
  Cities cities(CityProperties properties) {
    return properties.toCities();
  }

  @Bean
  FreshnessMeters freshnessMeters(Catalogue catalogue, MeterRegistry meters) {
    return new FreshnessMeters(catalogue, meters);
  }

  @Bean
  FeatureAssembly featureAssembly(
      Catalogue catalogue,
      FeatureStore store,
      Zones zones,
      LocalCalendar calendar,
      Cities cities,
      FreshnessMeters freshness) {
    return new FeatureAssembly(catalogue, store::find, zones, calendar, cities, freshness);
  }

  @Bean
  FeatureLookUp featureLookUp(
      Catalogue catalogue, FeatureStore store, Zones zones, Cities cities, InstantSource clock) {
    return new FeatureLookUp(catalogue, store::find, zones, cities, clock);
  }

  @Bean
  OrderJourneys orderJourneys(FeatureStore store) {
    return new OrderJourneys(store::find);
  }

  /** A journey changes within minutes, and is over and done with within two days. */
  @Bean
  OwnView orderJourneyView() {
    Optional<Duration> atSource = Optional.of(Duration.ofDays(2));
    return new OwnView(EventRows.JOURNEY_VIEW, new RowLifetime(Duration.ofMinutes(1), atSource));
  }

  @Bean
  FeatureWriter featureWriter(Catalogue catalogue, FeatureStore store, InstantSource clock) {
    return new FeatureWriter(catalogue, store, clock);
  }
}
