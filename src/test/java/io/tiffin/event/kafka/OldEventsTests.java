package io.tiffin.event.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.fixture.KafkaBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;

/**
 * How long a broker keeps an event goes by the record's timestamp. Tests send events of a day long
 * past, with that day's timestamps.
 */
class OldEventsTests {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String KEPT = "kept";
  private static final String KEPT_A_WEEK = "kept-a-week";

  private static final String LOOKS_OFTEN = "log.retention.check.interval.ms=100";
  private static final String LOOKS_SOON = "log.initial.task.delay.ms=100";

  /** The control is beside it: what is kept for a week goes as soon as the broker looks. */
  @Test
  void theBrokerOfTestsKeepsThemAndAnotherDeletesThemUnread() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start(LOOKS_OFTEN, LOOKS_SOON);
        Admin admin = admin(broker)) {
      send(broker, admin, KEPT, Map.of());
      send(broker, admin, KEPT_A_WEEK, Map.of(TopicConfig.RETENTION_MS_CONFIG, "604800000"));

      await().atMost(PATIENCE).until(() -> earliest(admin, KEPT_A_WEEK) > 0);

      assertThat(earliest(admin, KEPT)).isZero();
    }
  }

  private static Admin admin(KafkaBroker broker) {
    return Admin.create(
        Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address()));
  }

  private static void send(
      KafkaBroker broker, Admin admin, String topic, Map<String, String> configs) throws Exception {
    NewTopic made = new NewTopic(topic, Optional.of(1), Optional.empty()).configs(configs);
    admin.createTopics(List.of(made)).all().get();
    try (ForeignProducer producer = new ForeignProducer(broker.address(), topic)) {
      producer.send(SampleEventsOfCity.of(15, 2, 0, 0).profiles());
    }
  }

  /** The offset of the oldest record that is still there. */
  private static long earliest(Admin admin, String topic) throws Exception {
    TopicPartition partition = new TopicPartition(topic, 0);
    return admin
        .listOffsets(Map.of(partition, OffsetSpec.earliest()))
        .partitionResult(partition)
        .get()
        .offset();
  }
}
