package io.tiffin.store.bigtable;

import io.tiffin.feature.Source;
import io.tiffin.store.CallBudget;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.StoreTier;
import io.tiffin.store.StoreTier.Reach;
import io.tiffin.store.StoreTier.Role;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Bigtable as a tier. Nothing is connected, nor credentials looked for, before a tier asks. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({BigtableStoreProperties.class, GcpBigtableProperties.class})
class BigtableStoreConfiguration {

  private static final Source BIGTABLE = new Source("BIGTABLE");

  /** Second attempts per call: chosen, as for other extra calls of a server. */
  private static final double RETRIES = 0.1;

  @Bean
  BigtableConnections bigtableConnections(
      ApplicationContext application, GcpBigtableProperties google, BigtableStoreProperties store) {
    return new BigtableConnections(application, google, store);
  }

  @Bean
  StoreTier bigtableTier(
      BigtableConnections connections,
      BigtableStoreProperties store,
      RowLifetimes lifetimes,
      @Qualifier("machineClock") ObjectProvider<InstantSource> clock) {
    return new StoreTier(
        "bigtable",
        Reach.FLEET,
        new Role.SourceOfTruth(
            () -> store(connections.link(), store, lifetimes, clock.getObject())));
  }

  /** The store, over a link that is closed by others. */
  static BigtableFeatureStore store(
      BigtableLink link,
      BigtableStoreProperties store,
      RowLifetimes lifetimes,
      InstantSource clock) {
    BigtableCells cells = new BigtableCells(store.table(), lifetimes, clock);
    RowReads reads = new RowReads(link, cells, store, new CallBudget(RETRIES));
    RandomGenerator random = threadSafe();
    RowWrites writes =
        new RowWrites(
            link, cells, reads, store.concurrentWrites(), new CallBudget(RETRIES), random);
    return new BigtableFeatureStore(BIGTABLE, link, reads, writes);
  }

  private static RandomGenerator threadSafe() {
    return () -> ThreadLocalRandom.current().nextLong();
  }
}
