package io.tiffin.event.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.event.Event;
import io.tiffin.event.EventIntake.Receipt;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.KafkaBroker;
import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.store.Outcome.Failed.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KafkaRuntimeTests {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final KafkaBroker broker = KafkaBroker.shared();
  private final InMemoryFeatureStore store = new InMemoryFeatureStore();

  private FleetInstance instance(String name) {
    return FleetInstance.start(broker.address(), store, FleetInstance.named(name));
  }

  @Test
  void eventsReachTheStoreOnceWhoeverSendsThem() {
    SampleEventsOfCity city = SampleEventsOfCity.of(7, 5, 4, 60);
    OracleRows oracle = OracleRows.of(PromptCatalogue.read(), city.all());

    try (FleetInstance instance = instance("whoever");
        ForeignProducer foreign = new ForeignProducer(broker.address(), "whoever")) {
      instance.awaitAccepting();
      assertThat(instance.intake().accept(city.profiles())).isEqualTo(new Receipt.Logged(5));
      instance.awaitProfiles(5);
      List<Event> posted = city.others().stream().filter(KafkaRuntimeTests::isPosted).toList();
      assertThat(instance.intake().accept(posted)).isEqualTo(new Receipt.Logged(posted.size()));
      foreign.send(city.others().stream().filter(event -> !isPosted(event)).toList());

      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(oracle.differences(StoredRows.find(store, oracle.rows().keySet())))
                  .isEmpty());
      assertThat(instance.reading().lagEvents()).isZero();
      await().atMost(PATIENCE).until(() -> !feed().isEmpty());
    }
  }

  private static boolean isPosted(Event event) {
    return EventKey.of(event).hashCode() % 2 == 0;
  }

  private Map<RowKey, ?> feed() {
    return StoredRows.find(store, List.of(new RowKey("feed", "berlin")));
  }

  @Test
  void rowsWaitForAStoreThatIsDown() {
    SampleEventsOfCity city = SampleEventsOfCity.of(8, 3, 2, 20);
    OracleRows oracle = OracleRows.of(PromptCatalogue.read(), city.all());

    try (FleetInstance instance = instance("patient")) {
      instance.awaitAccepting();
      store.failing(Reason.ERROR);
      var _ = instance.intake().accept(city.profiles());
      instance.awaitProfiles(3);
      assertThat(instance.intake().accept(city.others()))
          .isEqualTo(new Receipt.Logged(city.others().size()));
      await()
          .atMost(PATIENCE)
          .until(() -> instance.meters().counter("tiffin.events.rows.failed").count() > 0);
      assertThat(store.finds()).isZero();

      store.healthy();

      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(oracle.differences(StoredRows.find(store, oracle.rows().keySet())))
                  .isEmpty());
    }
  }

  @Test
  void whatCannotBeReadIsADeadLetterAndHoldsNothingUp() {
    SampleEventsOfCity city = SampleEventsOfCity.of(9, 2, 0, 0);

    try (FleetInstance instance = instance("letters");
        ForeignProducer foreign = new ForeignProducer(broker.address(), "letters")) {
      instance.awaitAccepting();
      foreign.send("o-1", "{\"type\":\"order.eaten\"".getBytes(StandardCharsets.UTF_8));
      var _ = instance.intake().accept(city.profiles());

      instance.awaitProfiles(2);
      await()
          .atMost(PATIENCE)
          .until(() -> Long.valueOf(1).equals(instance.reading().details().get("deadLetters")));
    }
  }

  @Test
  void anInstanceThatIsClosedLeavesNoClientBehind() {
    Set<Thread> before = kafkaThreads();

    try (FleetInstance instance = instance("tidy")) {
      instance.awaitAccepting();
      assertThat(instance.intake().accept(SampleEventsOfCity.of(9, 2, 0, 0).profiles()))
          .isInstanceOf(Receipt.Logged.class);
      instance.awaitTasks();
      assertThat(kafkaThreads()).hasSizeGreaterThan(before.size());
    }

    await().atMost(PATIENCE).until(() -> before.containsAll(kafkaThreads()));
  }

  private static Set<Thread> kafkaThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("kafka-"))
        .collect(Collectors.toSet());
  }

  @Test
  void anInstanceThatStopsLeavesItsShareToTheOthersAtOnce() {
    SampleEventsOfCity city = SampleEventsOfCity.of(10, 3, 2, 20);
    OracleRows oracle = OracleRows.of(PromptCatalogue.read(), city.all());
    String[] patientMembers =
        FleetInstance.and(
            FleetInstance.named("leaving"),
            "spring.kafka.streams.properties.session.timeout.ms=45000");

    try (FleetInstance stays = FleetInstance.start(broker.address(), store, patientMembers)) {
      stays.awaitAccepting();
      assertThat(stays.intake().accept(city.profiles())).isEqualTo(new Receipt.Logged(3));
      try (FleetInstance leaves = FleetInstance.start(broker.address(), store, patientMembers)) {
        leaves.awaitProfiles(3);
        leaves.awaitTasks();
      }

      var _ = stays.intake().accept(city.others());

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() ->
              assertThat(oracle.differences(StoredRows.find(store, oracle.rows().keySet())))
                  .isEmpty());
    }
  }
}
