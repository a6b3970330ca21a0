package io.tiffin.event.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.event.Event;
import io.tiffin.event.embedded.RunningEvents;
import io.tiffin.event.json.EventJson;
import io.tiffin.event.json.ReadEvent;
import io.tiffin.event.json.ReceivedAt;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.KafkaBroker;
import io.tiffin.fixture.StoreServer;
import io.tiffin.fixture.TieredStore;
import io.tiffin.store.FeatureStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same file of events goes to both runtimes, and each writes to every source of truth: what the
 * five have is equal, whichever runtime wrote it.
 */
class BothRuntimesTests {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path directory;

  @Test
  void theSameFileOfEventsBecomesEqualRowsInBothAndInEverySource() throws Exception {
    Path file = directory.resolve("events.ndjson");
    write(file, SampleEventsOfCity.of(11, 6, 5, 80).all());
    OracleRows oracle = OracleRows.of(PromptCatalogue.read(), read(file));

    try (Sources sources = Sources.open(directory.resolve("of-embedded"))) {
      embedded(file, sources);
      sources.awaitEqual(oracle);
    }
    try (Sources sources = Sources.open(directory.resolve("of-kafka"))) {
      fleet(file, sources, oracle);
    }
  }

  private void embedded(Path file, Sources sources) throws Exception {
    try (RunningEvents runtime =
        RunningEvents.on(directory.resolve("events"), sources.all(), PromptCatalogue.read())) {
      runtime.send(read(file));
      runtime.awaitPublished();
    }
  }

  private static void fleet(Path file, Sources sources, OracleRows oracle) throws IOException {
    KafkaBroker broker = KafkaBroker.shared();
    List<Event> events = read(file);
    List<Event> profiles =
        events.stream().filter(event -> event instanceof Event.RestaurantProfile).toList();
    List<Event> others =
        events.stream().filter(event -> !(event instanceof Event.RestaurantProfile)).toList();
    try (FleetInstance instance =
            FleetInstance.start(broker.address(), sources.all(), FleetInstance.named("equal"));
        ForeignProducer producer = new ForeignProducer(broker.address(), "equal")) {
      instance.awaitAccepting();
      producer.send(profiles);
      instance.awaitProfiles(profiles.size());
      producer.send(others);
      sources.awaitEqual(oracle);
    }
  }

  private static void write(Path file, List<Event> events) throws IOException {
    EventJson json = new EventJson();
    Files.write(file, events.stream().map(event -> new String(json.write(event), UTF_8)).toList());
  }

  private static List<Event> read(Path file) throws IOException {
    EventJson json = new EventJson();
    List<Event> events = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      switch (json.read(line.getBytes(UTF_8), ReceivedAt.KEEP, Instant.EPOCH)) {
        case ReadEvent.Valid(Event event) -> events.add(event);
        case ReadEvent.Refused(var violations) -> throw new AssertionError(violations);
      }
    }
    return events;
  }

  /** Every source of truth, each as the service has it. */
  private static final class Sources implements AutoCloseable {

    private static final List<Supplier<StoreServer>> SERVERS =
        List.of(
            StoreServer::redis,
            StoreServer::bigtable,
            StoreServer::firestore,
            StoreServer::dynamoDb);

    private final List<StoreServer> servers = new ArrayList<>();
    private final Map<String, TieredStore> stores = new LinkedHashMap<>();

    static Sources open(Path directory) {
      Sources sources = new Sources();
      sources.open(
          "rocksdb", List.of("tiffin.store.rocksdb.directory=" + directory.resolve("store")));
      for (Supplier<StoreServer> start : SERVERS) {
        StoreServer server = start.get();
        sources.servers.add(server);
        sources.open(server.tier(), server.foundAt(server.port()));
      }
      return sources;
    }

    private void open(String tier, List<String> properties) {
      List<String> all = new ArrayList<>(properties);
      all.add("tiffin.store.tiers=" + tier);
      stores.put(
          tier, TieredStore.open(PromptCatalogue.read(), List.of(), all.toArray(String[]::new)));
    }

    FeatureStore all() {
      return new FannedOutStore(stores.values().stream().map(TieredStore::store).toList());
    }

    void awaitEqual(OracleRows oracle) {
      assertThat(oracle.rows()).isNotEmpty();
      stores.forEach((name, store) ->
          await(name)
              .atMost(PATIENCE)
              .untilAsserted(() -> {
                Map<RowKey, Row> found = StoredRows.find(store.store(), oracle.rows().keySet());
                assertThat(oracle.differences(found)).as(name).isEmpty();
              }));
    }

    @Override
    public void close() {
      stores.values().forEach(TieredStore::close);
      servers.forEach(StoreServer::close);
    }
  }
}
