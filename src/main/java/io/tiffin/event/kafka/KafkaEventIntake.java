package io.tiffin.event.kafka;

import io.tiffin.event.Event;
import io.tiffin.event.EventIntake;
import io.tiffin.event.json.EventJson;
import io.tiffin.event.kafka.EventTopics.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;

/**
 * Accepts events by sending them to the topic: they are accepted once all replicas in sync have
 * them, and are counted by whoever has their partition.
 */
final class KafkaEventIntake implements EventIntake {

  private final EventJson json = new EventJson();
  private final KafkaOperations<byte[], byte[]> producer;
  private final EventTopics topics;
  private final String topic;
  private final Duration patience;

  /**
   * @param patience how long to wait for all acknowledgements of a call; no shorter than the
   *     producer's own delivery time-out, so that it is known what became of each event
   */
  KafkaEventIntake(
      KafkaOperations<byte[], byte[]> producer,
      EventTopics topics,
      String topic,
      Duration patience) {
    this.producer = producer;
    this.topics = topics;
    this.topic = topic;
    this.patience = patience;
  }

  @Override
  public Receipt accept(List<Event> events) {
    return switch (topics.standing()) {
      case Standing.Unusable(String reason) -> new Receipt.Unavailable(reason, null);
      case Standing.Usable() -> send(events);
    };
  }

  private Receipt send(List<Event> events) {
    List<CompletableFuture<?>> sent = new ArrayList<>(events.size());
    try {
      for (Event event : events) {
        sent.add(
            producer.send(
                new ProducerRecord<>(topic, RowKeys.text(EventKey.of(event)), json.write(event))));
      }
      var _ =
          CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
              .get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return new Receipt.Logged(events.size());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unavailable("interrupted while waiting for the brokers", e);
    } catch (TimeoutException e) {
      return unavailable("the brokers have not acknowledged within " + patience, e);
    } catch (ExecutionException e) {
      return unavailable("the brokers have not acknowledged: " + e.getCause(), e.getCause());
    } catch (KafkaException | org.apache.kafka.common.KafkaException e) {
      return unavailable("the brokers take nothing: " + e.getMessage(), e);
    }
  }

  private static Receipt unavailable(String reason, @Nullable Throwable cause) {
    return new Receipt.Unavailable(reason, cause);
  }
}
