package io.tiffin.store.dynamodb;

import io.tiffin.batching.Ticker;
import io.tiffin.feature.Source;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.StoreTier;
import io.tiffin.store.StoreTier.Reach;
import io.tiffin.store.StoreTier.Role.SourceOfTruth;
import io.tiffin.store.TrafficShape;
import java.time.InstantSource;
import java.util.Random;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.regions.Region;

/** DynamoDB as a tier. No client is made before a row is looked up or written. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DynamoDbStoreProperties.class)
class DynamoDbStoreConfiguration {

  private static final Source DYNAMODB = new Source("DYNAMODB");

  @Bean
  StoreTier dynamodbTier(
      DynamoDbStoreProperties properties,
      RowLifetimes lifetimes,
      @Qualifier("machineClock") ObjectProvider<InstantSource> clock,
      Ticker ticker) {
    return new StoreTier(
        "dynamodb",
        Reach.FLEET,
        new SourceOfTruth(
            () -> open(properties, lifetimes, clock.getObject(), ticker),
            TrafficShape.sharing(RowReads.KEYS_PER_CALL)));
  }

  /**
   * Opens the store, without a word to the service.
   *
   * @throws DynamoDbUnusableException if no region is known
   */
  static DynamoDbFeatureStore open(
      DynamoDbStoreProperties properties,
      RowLifetimes lifetimes,
      InstantSource clock,
      Ticker ticker) {
    Region region = Clients.region(properties);
    Table table =
        new Table(
            calls -> Clients.open(properties, region, calls, ticker),
            new TableCreation(properties.table(), properties.createIfMissing()));
    return new DynamoDbFeatureStore(DYNAMODB, properties, table, lifetimes, clock, new Random());
  }
}
