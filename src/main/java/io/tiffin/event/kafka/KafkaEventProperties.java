package io.tiffin.event.kafka;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the fleet's runtime of events. Where the brokers are, TLS, users and everything else
 * of Kafka's own is {@code spring.kafka.*}.
 *
 * @param topics names of the topics
 * @param createTopics whether topics that are missing are made; else they are waited for
 * @param partitions of topics that are made: how many tasks at most share the work
 * @param replicationFactor of topics that are made; not set, the brokers' own default
 * @param stateDirectory where state stores are on this machine; they are rebuilt if it is lost
 * @param acceptTimeout how long events may take to be acknowledged by all replicas
 * @param writeTimeout how long the source of truth may take to acknowledge a batch of rows
 */
@Validated
@ConfigurationProperties("tiffin.events.kafka")
record KafkaEventProperties(
    @DefaultValue Topics topics,
    @DefaultValue("true") boolean createTopics,
    @DefaultValue("8") @Min(1) @Max(256) int partitions,
    @Nullable @Min(1) @Max(9) Integer replicationFactor,
    Path stateDirectory,
    @DefaultValue("3s") Duration acceptTimeout,
    @DefaultValue("5s") Duration writeTimeout) {

  private static final Duration LEAST_TIMEOUT = Duration.ofMillis(100);

  KafkaEventProperties {
    requireTimeout("accept-timeout", acceptTimeout);
    requireTimeout("write-timeout", writeTimeout);
  }

  private static void requireTimeout(String property, Duration timeout) {
    if (timeout.compareTo(LEAST_TIMEOUT) < 0) {
      throw new IllegalArgumentException(
          "tiffin.events.kafka." + property + " is " + timeout + ", set it to 100ms or more");
    }
  }

  /**
   * Names of topics.
   *
   * @param events by order, courier or restaurant, as JSON
   * @param restaurants the profiles, compacted
   * @param rows what is to be written to the source of truth, compacted
   * @param deadLetters events that cannot be read
   */
  record Topics(
      @DefaultValue("tiffin-events") @NotBlank String events,
      @DefaultValue("tiffin-restaurants") @NotBlank String restaurants,
      @DefaultValue("tiffin-rows") @NotBlank String rows,
      @DefaultValue("tiffin-events-dead-letter") @NotBlank String deadLetters) {}
}
