package io.tiffin.event.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** What the headers of a dead letter say, each as text in UTF-8; its own headers stay. */
final class DeadLetters {

  static final String REASON = "tiffin-reason";
  static final String TOPIC = "tiffin-topic";
  static final String PARTITION = "tiffin-partition";
  static final String OFFSET = "tiffin-offset";

  private DeadLetters() {}

  /**
   * @param from where the record was read; null if it came from no topic
   */
  static void explain(Headers headers, String reason, @Nullable RecordMetadata from) {
    put(headers, REASON, reason);
    if (from != null) {
      put(headers, TOPIC, from.topic());
      put(headers, PARTITION, Integer.toString(from.partition()));
      put(headers, OFFSET, Long.toString(from.offset()));
    }
  }

  private static void put(Headers headers, String name, String text) {
    headers.remove(name);
    headers.add(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
