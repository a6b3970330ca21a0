package io.tiffin.store.firestore;

import static org.awaitility.Awaitility.await;

import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Source;
import io.tiffin.fixture.RealClock;
import io.tiffin.fixture.RealTicker;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.firestore.FirestoreConnection.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The room as the application makes it, at an emulator. */
final class FirestoreRoom implements AutoCloseable {

  static final Source FIRESTORE = new Source("FIRESTORE");

  static final FirestoreStoreProperties PROPERTIES =
      new FirestoreStoreProperties("tiffin_rows", false, 2, 300, 8, 20, 8, Duration.ofSeconds(1));

  private final AnnotationConfigApplicationContext application =
      new AnnotationConfigApplicationContext();
  final FirestoreConnection connection;

  private FirestoreRoom(Map<String, Object> properties, Ticker ticker) {
    application
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("test", properties));
    application.refresh();
    connection = new FirestoreConnection(application, PROPERTIES.channels(), ticker);
  }

  /** With the properties {@code spring.cloud.gcp.…}. */
  static FirestoreRoom with(Map<String, Object> properties) {
    return new FirestoreRoom(properties, new RealTicker());
  }

  /** At an emulator on this machine, or a proxy before it. */
  static FirestoreRoom at(int port) {
    return at("127.0.0.1:" + port, new RealTicker());
  }

  /**
   * At an emulator, in a project of its own.
   *
   * @param ticker by which silence is measured; one that stands still never notices any
   */
  static FirestoreRoom at(String endpoint, Ticker ticker) {
    return new FirestoreRoom(
        Map.of(
            "spring.cloud.gcp.firestore.emulator.enabled",
            "true",
            "spring.cloud.gcp.firestore.host-port",
            endpoint,
            "spring.cloud.gcp.firestore.project-id",
            "tiffin-" + UUID.randomUUID()),
        ticker);
  }

  /** A store over calls that reach no server. */
  static FirestoreFeatureStore over(FirestoreCalls calls) {
    return over(calls, PROPERTIES);
  }

  static FirestoreFeatureStore over(FirestoreCalls calls, FirestoreStoreProperties properties) {
    return new FirestoreFeatureStore(
        FIRESTORE,
        new Database(FakeFirestore.DATABASE, calls),
        properties,
        new RowLifetimes(new Catalogue(List.of())),
        new RealClock());
  }

  Database database() {
    return connection.database();
  }

  FirestoreFeatureStore store() {
    return store(PROPERTIES, new RowLifetimes(new Catalogue(List.of())), new RealClock());
  }

  FirestoreFeatureStore store(
      FirestoreStoreProperties properties, RowLifetimes lifetimes, InstantSource clock) {
    return new FirestoreFeatureStore(FIRESTORE, database(), properties, lifetimes, clock);
  }

  static void within(Duration limit, String what, BooleanSupplier holds) {
    await(what)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(limit)
        .until(holds::getAsBoolean);
  }

  @Override
  public void close() {
    connection.close();
    application.close();
  }
}
