package io.tiffin.event.kafka;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.kafka.config.KafkaStreamsConfiguration;
import org.springframework.kafka.config.KafkaStreamsInfrastructureCustomizer;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.config.StreamsBuilderFactoryBeanConfigurer;

/**
 * Makes Spring's Kafka Streams run the topology, exactly once, when {@link KafkaRuntime} says so.
 * What {@code spring.kafka.streams.*} says goes before all but the guarantee.
 */
final class EventStreams implements StreamsBuilderFactoryBeanConfigurer {

  private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);

  private static final int COMMIT_MILLIS = 100;

  private final Path stateDirectory;
  private final EventTopology topology;
  private final Restoring restoring;
  private final CurrentStreams current;
  private final StreamsBuilderFactoryBean.Listener listener;

  EventStreams(
      Path stateDirectory,
      EventTopology topology,
      Restoring restoring,
      CurrentStreams current,
      StreamsBuilderFactoryBean.Listener listener) {
    this.stateDirectory = stateDirectory;
    this.topology = topology;
    this.restoring = restoring;
    this.current = current;
    this.listener = listener;
  }

  static String applicationId(KafkaStreamsConfiguration streams) {
    return streams.asProperties().getProperty(StreamsConfig.APPLICATION_ID_CONFIG);
  }

  /** After Spring Boot's own. */
  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }

  @Override
  public void configure(StreamsBuilderFactoryBean factory) {
    Properties properties = new Properties();
    properties.putAll(Objects.requireNonNull(factory.getStreamsConfiguration()));
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.putIfAbsent(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
    properties.putIfAbsent(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
    factory.setStreamsConfiguration(properties);
    factory.setClientSupplier(new EventClients());
    factory.setAutoStartup(false);
    // Who has a name comes back under it; who has none leaves its partitions to others at once.
    factory.setLeaveGroupOnClose(!properties.containsKey(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG));
    factory.setStateRestoreListener(restoring);
    factory.setKafkaStreamsCustomizer(current);
    factory.addListener(listener);
    factory.setInfrastructureCustomizer(
        new KafkaStreamsInfrastructureCustomizer() {
          @Override
          public void configureBuilder(StreamsBuilder builder) {
            topology.define(builder);
          }
        });
    factory.setStreamsUncaughtExceptionHandler(e -> {
      LOG.warn("Kafka Streams ends here, and starts again in a moment", e);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    });
  }
}
