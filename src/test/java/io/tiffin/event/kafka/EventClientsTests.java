package io.tiffin.event.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tiffin.fixture.KafkaBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventClientsTests {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TOPIC = "transactions";

  private final KafkaBroker broker = KafkaBroker.shared();
  private final Map<String, Object> brokers =
      Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address());
  private Admin admin;

  @BeforeEach
  void connect() throws Exception {
    admin = Admin.create(brokers);
    if (!broker.topics().contains(TOPIC)) {
      NewTopic topic = new NewTopic(TOPIC, Optional.of(1), Optional.empty());
      admin.createTopics(List.of(topic)).all().get();
    }
  }

  @AfterEach
  void end() {
    admin.close();
  }

  @Test
  void nothingFollowsATransactionThatWasAborted() {
    try (Producer<byte[], byte[]> producer = begun(new EventClients(), "aborting", PATIENCE)) {
      producer.abortTransaction();

      assertThatThrownBy(producer::beginTransaction).isInstanceOf(ProducerFencedException.class);
    }
  }

  @Test
  void oneTransactionFollowsAnotherThatWasCommitted() {
    try (Producer<byte[], byte[]> producer = begun(new EventClients(), "committing", PATIENCE)) {
      producer.commitTransaction();

      producer.beginTransaction();
      producer.commitTransaction();
    }
  }

  @Test
  void aTransactionThatTheBrokerGaveUpMeansFenced() {
    assertThatThrownBy(() -> commitTooLate(new EventClients(), "late"))
        .isInstanceOf(ProducerFencedException.class);
  }

  /** The control: it is an error that Kafka Streams dies of. */
  @Test
  void forAPlainProducerItIsAnInvalidState() {
    assertThatThrownBy(() -> commitTooLate(new DefaultKafkaClientSupplier(), "too-late"))
        .isInstanceOf(InvalidTxnStateException.class);
  }

  private void commitTooLate(KafkaClientSupplier clients, String id) {
    try (Producer<byte[], byte[]> producer = begun(clients, id, Duration.ofMillis(200))) {
      await()
          .atMost(PATIENCE)
          .until(() ->
              admin.describeTransactions(List.of(id)).description(id).get().state()
                  == TransactionState.COMPLETE_ABORT);
      producer.commitTransaction();
    }
  }

  /** A producer in the midst of a transaction. */
  private Producer<byte[], byte[]> begun(
      KafkaClientSupplier clients, String id, Duration patience) {
    Producer<byte[], byte[]> producer =
        clients.getProducer(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.address(),
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                id,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Math.toIntExact(patience.toMillis())));
    producer.initTransactions();
    producer.beginTransaction();
    var _ = producer.send(new ProducerRecord<>(TOPIC, new byte[] {1}, new byte[] {2}));
    producer.flush();
    return producer;
  }
}
