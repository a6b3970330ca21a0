package io.tiffin.store.dynamodb;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.RealClock;
import io.tiffin.fixture.RealTicker;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.dynamodb.DynamoDbStoreProperties.NearestReads;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Stores for tests, each with clients of its own, and what tests ask of them. */
final class DynamoDbRoom {

  static final String TABLE = "tiffin";
  static final RowLifetimes FOR_EVER = new RowLifetimes(new Catalogue(List.of()));

  private DynamoDbRoom() {}

  /** A patient store that creates the table. */
  static FeatureStore at(String host, int port) {
    return store(patient("http://" + host + ":" + port), FOR_EVER, new RealClock());
  }

  static FeatureStore at(int port) {
    return at("127.0.0.1", port);
  }

  static FeatureStore store(
      DynamoDbStoreProperties properties, RowLifetimes lifetimes, InstantSource clock) {
    return DynamoDbStoreConfiguration.open(properties, lifetimes, clock, new RealTicker());
  }

  static FeatureStore store(DynamoDbStoreProperties properties) {
    return store(properties, FOR_EVER, new RealClock());
  }

  /** A store over a client that a test has made; it creates no table. */
  static FeatureStore over(DynamoDbClient client, DynamoDbStoreProperties properties) {
    Table table =
        new Table(_ -> new Clients(client, client), new TableCreation(properties.table(), false));
    return new DynamoDbFeatureStore(
        new io.tiffin.feature.Source("DYNAMODB"),
        properties,
        table,
        FOR_EVER,
        new RealClock(),
        new Random(1));
  }

  /** With a time-out that a busy machine does not reach. */
  static DynamoDbStoreProperties patient(String endpoint) {
    return properties(endpoint, null, true, Duration.ofSeconds(10), Duration.ofSeconds(20));
  }

  /** With the time-outs that are the defaults. */
  static DynamoDbStoreProperties usual(int port) {
    return properties(
        "http://127.0.0.1:" + port, null, true, Duration.ofMillis(100), Duration.ofSeconds(1));
  }

  static DynamoDbStoreProperties properties(
      String endpoint,
      @Nullable String daxEndpoint,
      boolean create,
      Duration connect,
      Duration call) {
    return new DynamoDbStoreProperties(
        TABLE,
        null,
        URI.create(endpoint),
        daxEndpoint == null ? null : URI.create(daxEndpoint),
        create,
        null,
        64,
        32,
        connect,
        call);
  }

  static DynamoDbStoreProperties reading(int port, NearestReads nearest) {
    DynamoDbStoreProperties patient = patient("http://127.0.0.1:" + port);
    return new DynamoDbStoreProperties(
        TABLE,
        null,
        patient.endpoint(),
        null,
        false,
        nearest,
        64,
        32,
        patient.connectTimeout(),
        patient.callTimeout());
  }

  /** The SDK's client as the store makes it, for what tests put beside the store. */
  static DynamoDbClient client(int port) {
    ExecutorService nobody = Executors.newVirtualThreadPerTaskExecutor();
    return Clients.open(
            patient("http://127.0.0.1:" + port), Region.US_EAST_1, nobody, new RealTicker())
        .service();
  }

  static Deadline in(Duration budget) {
    return Deadline.in(budget, new RealTicker());
  }

  static Deadline ample() {
    return in(Duration.ofSeconds(30));
  }

  static Outcome find(FeatureStore store, RowKey key, Deadline deadline) {
    return store.find(new Query(List.of(key), deadline, Consistency.SOURCE)).getFirst();
  }

  static WriteOutcome put(FeatureStore store, Row row) {
    return store.put(List.of(row), ample()).getFirst();
  }

  static Row row(RowKey key, long revision) {
    return new Row(key, revision, 1, new byte[] {1, 2, 3});
  }
}
