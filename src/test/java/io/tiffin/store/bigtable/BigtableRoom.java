package io.tiffin.store.bigtable;

import static org.awaitility.Awaitility.await;

import io.tiffin.feature.Catalogue;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.RealClock;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.store.RowLifetimes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.support.GenericApplicationContext;

/** What a process has of Bigtable, with an emulator; closed by the test. */
final class BigtableRoom implements AutoCloseable {

  static final RowLifetimes FOR_EVER = new RowLifetimes(new Catalogue(List.of()));

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  final BigtableStoreProperties properties;
  final BigtableConnections connections;
  private final GenericApplicationContext application = new GenericApplicationContext();

  private BigtableRoom(int port, Map<String, String> more) {
    Binder binder = new Binder(new MapConfigurationPropertySource(more));
    properties = binder.bindOrCreate("tiffin.store.bigtable", BigtableStoreProperties.class);
    application.refresh();
    connections =
        new BigtableConnections(
            application,
            new GcpBigtableProperties(
                "p",
                "i",
                "127.0.0.1:" + port,
                new GcpBigtableProperties.Emulator(true),
                new GcpBigtableProperties.Key(null, null, List.of())),
            properties);
  }

  /** At an emulator; makes its table. */
  static BigtableRoom at(ServerProcess emulator) {
    return at(emulator.port());
  }

  /** At a port; makes the table that is missing. */
  static BigtableRoom at(int port) {
    return new BigtableRoom(port, Map.of("tiffin.store.bigtable.create-if-missing", "true"));
  }

  /** With properties of {@code tiffin.store.bigtable}: name, value, name, value. */
  static BigtableRoom with(int port, String... more) {
    Map<String, String> all = new java.util.HashMap<>();
    for (int i = 0; i < more.length; i += 2) {
      all.put("tiffin.store.bigtable." + more[i], more[i + 1]);
    }
    return new BigtableRoom(port, all);
  }

  BigtableFeatureStore store() {
    return store(FOR_EVER, new RealClock());
  }

  BigtableFeatureStore store(RowLifetimes lifetimes, InstantSource clock) {
    return BigtableStoreConfiguration.store(connections.link(), properties, lifetimes, clock);
  }

  static RowKey key(String entity) {
    return new RowKey("restaurant_live", entity);
  }

  static void eventually(String what, BooleanSupplier holds) {
    within(PATIENCE, what, holds);
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
    connections.close();
    application.close();
  }
}
