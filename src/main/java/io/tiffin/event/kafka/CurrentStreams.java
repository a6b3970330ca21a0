package io.tiffin.event.kafka;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.KafkaStreams;
import org.springframework.kafka.config.KafkaStreamsCustomizer;

/**
 * The Kafka Streams that runs, or starts: Spring's factory is locked while it starts one, which
 * lasts as long as the brokers take, and who asks for its state must not wait. Thread-safe.
 */
final class CurrentStreams implements KafkaStreamsCustomizer {

  private final AtomicReference<KafkaStreams> current = new AtomicReference<>();

  /** Called before it starts. */
  @Override
  public void customize(KafkaStreams streams) {
    current.set(streams);
  }

  /** Empty before the first start. */
  Optional<KafkaStreams> get() {
    return Optional.ofNullable(current.get());
  }

  /** Lets a start that waits for brokers give up. */
  void abandon() {
    get().ifPresent(streams -> streams.close(Duration.ZERO));
  }
}
