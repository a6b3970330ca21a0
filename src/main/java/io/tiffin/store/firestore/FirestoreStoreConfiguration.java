package io.tiffin.store.firestore;

import io.tiffin.batching.Ticker;
import io.tiffin.feature.Source;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.StoreTier;
import io.tiffin.store.StoreTier.Reach;
import io.tiffin.store.StoreTier.Role.SourceOfTruth;
import io.tiffin.store.TrafficShape;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Firestore as a tier. Nothing of Google's is made before a list of tiers names it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FirestoreStoreProperties.class)
class FirestoreStoreConfiguration {

  private static final Source FIRESTORE = new Source("FIRESTORE");

  @Bean
  FirestoreConnection firestoreConnection(
      ApplicationContext application, FirestoreStoreProperties properties, Ticker ticker) {
    return new FirestoreConnection(application, properties.channels(), ticker);
  }

  @Bean
  StoreTier firestoreTier(
      FirestoreStoreProperties properties,
      FirestoreConnection connection,
      RowLifetimes lifetimes,
      @Qualifier("machineClock") ObjectProvider<InstantSource> clock) {
    return new StoreTier(
        "firestore",
        Reach.FLEET,
        new SourceOfTruth(
            () ->
                new FirestoreFeatureStore(
                    FIRESTORE, connection.database(), properties, lifetimes, clock.getObject()),
            new TrafficShape(properties.keysPerRead(), properties.writeInterval())));
  }
}
