package io.tiffin.event.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.batching.Deadline;
import io.tiffin.event.Event;
import io.tiffin.event.EventIntake.Receipt;
import io.tiffin.event.EventRows;
import io.tiffin.event.EventRuntimeStatus.Acceptance;
import io.tiffin.event.SampleCity;
import io.tiffin.event.json.EventJson;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.fixture.KafkaBroker;
import io.tiffin.fixture.RealTicker;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KafkaRuntimeTests {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Catalogue CATALOGUE = ProductCatalogue.read();
  private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

  private static KafkaBroker broker;

  @BeforeAll
  static void start() {
    broker = KafkaBroker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void eventsReachTheStoreWhoeverSendsThem() {
    List<Event> events =
        SampleCity.faulty(
            new SampleCity(7, START, Duration.ofHours(2)).events(5, 4, 60),
            Duration.ofMinutes(20),
            new SplittableRandom(7));
    OracleRows oracle = OracleRows.of(CATALOGUE, events);
    InMemoryFeatureStore store = new InMemoryFeatureStore();

    try (FleetInstance instance =
        FleetInstance.start(
            broker.address(), store, "spring.kafka.streams.application-id=whoever")) {
      await().atMost(PATIENCE).until(() -> instance.reading().acceptance() instanceof Acceptance.Accepting);
      long begun = System.nanoTime();
      Receipt receipt = instance.intake().accept(profiles(events));
      System.out.println("accepted " + receipt + " after ms " + (System.nanoTime() - begun) / 1000000);
      assertThat(receipt).isEqualTo(new Receipt.Logged(5));
      await().atMost(PATIENCE).until(() -> profilesIn(store, profiles(events)));
      System.out.println("profiles after ms " + (System.nanoTime() - begun) / 1000000);
      System.out.println(instance.reading());
    }
  }

  private static List<Event> profiles(List<Event> events) {
    return events.stream().filter(Event.RestaurantProfile.class::isInstance).toList();
  }

  private static boolean profilesIn(FeatureStore store, List<Event> profiles) {
    return find(
                store,
                profiles.stream()
                    .map(event -> new RowKey("restaurant_profile", EventKey.of(event)))
                    .toList())
            .size()
        == profiles.size();
  }

  private static Map<RowKey, Row> find(FeatureStore store, Collection<RowKey> keys) {
    Map<RowKey, Row> found = new HashMap<>();
    Deadline deadline = Deadline.in(Duration.ofSeconds(5), new RealTicker());
    for (Outcome outcome :
        store.find(new Query(List.copyOf(keys), deadline, Consistency.SOURCE))) {
      if (outcome instanceof Outcome.Found(Row row, var ignored)) {
        found.put(row.key(), row);
      }
    }
    return found;
  }
}
