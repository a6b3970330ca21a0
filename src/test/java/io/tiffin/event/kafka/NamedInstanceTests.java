package io.tiffin.event.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tiffin.event.EventIntake.Receipt;
import io.tiffin.fixture.KafkaBroker;
import io.tiffin.store.InMemoryFeatureStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Static membership and standby replicas, as the documents advise; at a larger scale only. */
class NamedInstanceTests {

  private final KafkaBroker broker = KafkaBroker.shared();
  private final InMemoryFeatureStore store = new InMemoryFeatureStore();
  private final SampleEventsOfCity city = SampleEventsOfCity.of(13, 3, 2, 20);
  private final OracleRows oracle = OracleRows.of(PromptCatalogue.read(), city.all());

  @Test
  void anInstanceThatComesBackUnderItsNameGoesOnWithItsShare() {
    assumeTrue(Integer.getInteger("tiffin.test.scale", 1) > 1);

    try (FleetInstance stays = named("pod-0")) {
      stays.awaitAccepting();
      assertThat(stays.intake().accept(city.profiles())).isEqualTo(new Receipt.Logged(3));
      try (FleetInstance leaves = named("pod-1")) {
        leaves.awaitProfiles(3);
        leaves.awaitTasks();
        assertThat(leaves.reading().details()).containsEntry("standbyTasks", 2);
      }
      assertThat(stays.intake().accept(city.others())).isInstanceOf(Receipt.Logged.class);

      try (FleetInstance _ = named("pod-1")) {
        await()
            .atMost(Duration.ofSeconds(40)) // its session has not ended by then
            .untilAsserted(() ->
                assertThat(oracle.differences(StoredRows.find(store, oracle.rows().keySet())))
                    .isEmpty());
      }
    }
  }

  private FleetInstance named(String name) {
    return FleetInstance.start(
        broker.address(),
        store,
        FleetInstance.and(
            FleetInstance.named("pods"),
            "spring.kafka.streams.properties.session.timeout.ms=60000",
            "spring.kafka.streams.properties.group.instance.id=" + name,
            "spring.kafka.consumer.properties.group.instance.id=" + name + "-rows",
            "spring.kafka.streams.properties.num.standby.replicas=1"));
  }
}
