package io.tiffin.event.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.event.EventIntake.Receipt;
import io.tiffin.event.EventRuntimeStatus.Acceptance;
import io.tiffin.fixture.KafkaBroker;
import io.tiffin.store.InMemoryFeatureStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BrokerOutageTests {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final InMemoryFeatureStore store = new InMemoryFeatureStore();
  private final SampleEventsOfCity city = SampleEventsOfCity.of(5, 4, 2, 20);
  private final OracleRows oracle = OracleRows.of(PromptCatalogue.read(), city.all());

  @Test
  void theServiceStartsWithoutABrokerAndGoesOnWhenItIsThere() {
    try (KafkaBroker broker = KafkaBroker.start()) {
      broker.kill();

      try (FleetInstance instance =
          FleetInstance.start(broker.address(), store, "tiffin.events.kafka.accept-timeout=3s")) {
        assertThat(instance.reading().acceptance()).isInstanceOf(Acceptance.NotAccepting.class);
        assertThat(instance.intake().accept(city.profiles()))
            .isInstanceOf(Receipt.Unavailable.class);

        broker.restart();
        instance.awaitAccepting();
        assertThat(instance.intake().accept(city.profiles())).isInstanceOf(Receipt.Logged.class);
        instance.awaitProfiles(4);
        var half = city.others().subList(0, city.others().size() / 2);
        assertThat(instance.intake().accept(half)).isInstanceOf(Receipt.Logged.class);

        broker.kill();
        assertThat(instance.intake().accept(half)).isInstanceOf(Receipt.Unavailable.class);
        broker.restart();

        await()
            .atMost(PATIENCE)
            .until(() -> instance.intake().accept(city.others()) instanceof Receipt.Logged);
        await()
            .atMost(PATIENCE)
            .untilAsserted(() ->
                assertThat(oracle.differences(StoredRows.find(store, oracle.rows().keySet())))
                    .isEmpty());
      }
    }
  }
}
