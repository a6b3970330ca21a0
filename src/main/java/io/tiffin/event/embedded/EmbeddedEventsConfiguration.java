package io.tiffin.event.embedded;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.geo.Zones;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.OwnView;
import io.tiffin.store.RowLifetime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The runtime of events on one machine, unless {@code tiffin.events.runtime} names another one. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(
    name = "tiffin.events.runtime",
    havingValue = "embedded",
    matchIfMissing = true)
@EnableConfigurationProperties(EmbeddedEventsProperties.class)
class EmbeddedEventsConfiguration {

  /** A lease is read from the source; what a cache has of it is for nobody. */
  private static final Duration IN_CACHES = Duration.ofSeconds(1);

  @Bean
  OwnView eventLease() {
    return new OwnView(LeaseRow.KEY.view(), new RowLifetime(IN_CACHES, Optional.empty()));
  }

  @Bean
  EventFiles eventFiles(
      EmbeddedEventsProperties properties,
      Catalogue catalogue,
      Zones zones,
      @Qualifier("machineClock") InstantSource machineClock)
      throws EventsUnusableException {
    return EventFiles.open(properties, catalogue, zones, machineClock);
  }

  @Bean
  EmbeddedEvents embeddedEvents(
      EventFiles files,
      EmbeddedEventsProperties properties,
      Catalogue catalogue,
      FeatureStore store,
      @Qualifier("machineClock") InstantSource machineClock,
      InstantSource clock,
      Ticker ticker,
      MeterRegistry meters)
      throws IOException {
    LeaseRow self = new LeaseRow(files.id(), UUID.randomUUID().toString(), processName(), 0);
    return new EmbeddedEvents(
        files, catalogue, store, self, properties.lease(), machineClock, clock, ticker, meters);
  }

  @Bean
  EmbeddedEventsLifecycle embeddedEventsLifecycle(EmbeddedEvents events) {
    return new EmbeddedEventsLifecycle(events);
  }

  private static String processName() {
    return "process " + ProcessHandle.current().pid() + " on " + hostName();
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "a host without a name";
    }
  }
}
