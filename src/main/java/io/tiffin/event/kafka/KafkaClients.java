package io.tiffin.event.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

/** The clients beside Kafka Streams' own: Spring's settings, and what must not be otherwise. */
final class KafkaClients {

  /** Longest wait for a topic's metadata or for room in the buffer. Chosen. */
  private static final Duration BLOCK = Duration.ofSeconds(1);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration AUTHORISATION_PAUSE = Duration.ofSeconds(10);
  private static final double GROWTH = 2;

  private KafkaClients() {}

  /**
   * Producers that tell within {@code patience} what became of a record, have all replicas
   * acknowledge, and neither lose the order nor repeat.
   */
  static ProducerFactory<byte[], byte[]> producers(Map<String, Object> spring, Duration patience) {
    Map<String, Object> settings = new HashMap<>(spring);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    int millis = Math.toIntExact(patience.toMillis());
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, millis / 2));
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.min(millis, BLOCK.toMillis()));
    DefaultKafkaProducerFactory<byte[], byte[]> factory =
        new DefaultKafkaProducerFactory<>(settings);
    factory.setPhysicalCloseTimeout(Math.toIntExact(1 + patience.toSeconds()));
    return factory;
  }

  /** Reads rows that are committed, and goes on when they are written. */
  static ConcurrentMessageListenerContainer<byte[], byte[]> rowWriting(
      Map<String, Object> spring, String topic, String applicationId, RowWriter writer) {
    Map<String, Object> settings = new HashMap<>(spring);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, applicationId + "-rows");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    ContainerProperties properties = new ContainerProperties(topic);
    properties.setMessageListener(writer);
    properties.setAuthExceptionRetryInterval(AUTHORISATION_PAUSE);
    ConcurrentMessageListenerContainer<byte[], byte[]> container =
        new ConcurrentMessageListenerContainer<>(
            new DefaultKafkaConsumerFactory<>(settings), properties);
    container.setBeanName("rows");
    container.setAutoStartup(false);
    container.setCommonErrorHandler(untilWritten());
    return container;
  }

  private static DefaultErrorHandler untilWritten() {
    ExponentialBackOff pauses = new ExponentialBackOff(FIRST_PAUSE.toMillis(), GROWTH);
    pauses.setMaxInterval(LONGEST_PAUSE.toMillis());
    DefaultErrorHandler handler = new DefaultErrorHandler(pauses);
    handler.setLogLevel(KafkaException.Level.WARN);
    return handler;
  }
}
