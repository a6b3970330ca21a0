package io.tiffin.event.kafka;

import io.tiffin.event.Event;
import io.tiffin.event.json.EventJson;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** A producer of events as another team would have it: plain, with texts as keys. */
final class ForeignProducer implements AutoCloseable {

  private final EventJson json = new EventJson();
  private final KafkaProducer<String, byte[]> producer;
  private final String topic;

  ForeignProducer(String brokers, String topic) {
    this.topic = topic;
    producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /**
   * Each with its time of receipt as the record's, and none in its text.
   *
   * @throws IllegalStateException if the broker has not all of them
   */
  void send(List<Event> events) {
    acknowledged(
        events.stream()
            .map(event ->
                producer.send(
                    new ProducerRecord<>(
                        topic,
                        null,
                        event.envelope().receivedAt().toEpochMilli(),
                        EventKey.of(event),
                        json.writeUnstamped(event))))
            .toList());
  }

  void send(@Nullable String key, byte[] value) {
    acknowledged(List.of(producer.send(new ProducerRecord<>(topic, key, value))));
  }

  private void acknowledged(List<Future<RecordMetadata>> sent) {
    producer.flush();
    for (Future<RecordMetadata> one : sent) {
      if (one.state() != Future.State.SUCCESS) {
        throw new IllegalStateException("an event was not sent", one.exceptionNow());
      }
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
