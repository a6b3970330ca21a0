package io.tiffin.event.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.batching.Ticker;
import io.tiffin.event.EventIntake;
import io.tiffin.event.EventRuntimeStatus;
import io.tiffin.feature.Catalogue;
import io.tiffin.geo.Zones;
import io.tiffin.store.FeatureStore;
import java.time.InstantSource;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafkaStreams;
import org.springframework.kafka.annotation.KafkaStreamsDefaultConfiguration;
import org.springframework.kafka.config.KafkaStreamsConfiguration;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.config.StreamsBuilderFactoryBeanConfigurer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.streams.KafkaStreamsMicrometerListener;

/** The runtime of events for a fleet, if it is chosen. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(
    name = KafkaEventConfiguration.RUNTIME,
    havingValue = KafkaEventConfiguration.CHOICE)
@EnableKafkaStreams
@EnableConfigurationProperties(KafkaEventProperties.class)
class KafkaEventConfiguration {

  static final String RUNTIME = "tiffin.events.runtime";
  static final String CHOICE = "kafka";

  @Bean
  RuntimeMeters runtimeMeters(MeterRegistry meters) {
    return new RuntimeMeters(meters);
  }

  @Bean
  Restoring restoring() {
    return new Restoring();
  }

  @Bean
  CurrentStreams currentStreams() {
    return new CurrentStreams();
  }

  @Bean
  EventTopics eventTopics(KafkaEventProperties properties, KafkaAdmin admin) {
    return new EventTopics(properties, () -> Admin.create(admin.getConfigurationProperties()));
  }

  @Bean
  EventTopology eventTopology(
      KafkaEventProperties properties,
      Catalogue catalogue,
      Zones zones,
      InstantSource clock,
      RuntimeMeters meters,
      EventTopics topics) {
    return new EventTopology(
        properties.topics(), new Wiring(catalogue, zones, clock, meters, topics::partitions));
  }

  @Bean
  StreamsBuilderFactoryBeanConfigurer eventStreams(
      KafkaEventProperties properties,
      EventTopology topology,
      Restoring restoring,
      CurrentStreams current,
      MeterRegistry meters) {
    return new EventStreams(
        properties.stateDirectory(),
        topology,
        restoring,
        current,
        new KafkaStreamsMicrometerListener(meters));
  }

  @Bean
  KafkaTemplate<byte[], byte[]> eventTemplate(
      ProducerFactory<?, ?> spring, KafkaEventProperties properties) {
    KafkaTemplate<byte[], byte[]> template =
        new KafkaTemplate<>(
            KafkaClients.producers(
                spring.getConfigurationProperties(), properties.acceptTimeout()));
    template.setProducerListener(null); // senders hear of failures, and logs not of each record
    return template;
  }

  /** Spring closes producers of factories that are beans, and of no other. */
  @Bean
  DisposableBean eventProducerEnd(KafkaTemplate<byte[], byte[]> eventTemplate) {
    return () -> eventTemplate.getProducerFactory().reset();
  }

  @Bean
  EventIntake eventIntake(
      KafkaTemplate<byte[], byte[]> eventTemplate,
      EventTopics topics,
      KafkaEventProperties properties) {
    return new KafkaEventIntake(
        eventTemplate, topics, properties.topics().events(), properties.acceptTimeout());
  }

  @Bean
  ConcurrentMessageListenerContainer<byte[], byte[]> rowWriting(
      ConsumerFactory<?, ?> spring,
      KafkaStreamsConfiguration streams,
      KafkaEventProperties properties,
      FeatureStore store,
      Ticker ticker,
      KafkaTemplate<byte[], byte[]> eventTemplate,
      RuntimeMeters meters) {
    String applicationId = EventStreams.applicationId(streams);
    RowWriter writer =
        new RowWriter(
            store,
            ticker,
            properties.writeTimeout(),
            eventTemplate,
            EventTopology.contributionsTopic(applicationId),
            meters);
    return KafkaClients.rowWriting(
        spring.getConfigurationProperties(), properties.topics().rows(), applicationId, writer);
  }

  @Bean
  KafkaRuntime kafkaRuntime(
      EventTopics topics,
      @Qualifier("&" + KafkaStreamsDefaultConfiguration.DEFAULT_STREAMS_BUILDER_BEAN_NAME)
          StreamsBuilderFactoryBean streams,
      CurrentStreams current,
      ConcurrentMessageListenerContainer<byte[], byte[]> rowWriting,
      Ticker ticker) {
    return new KafkaRuntime(topics, streams, current, rowWriting, ticker);
  }

  @Bean
  EventRuntimeStatus eventRuntimeStatus(
      EventTopics topics,
      KafkaEventProperties properties,
      CurrentStreams current,
      ConcurrentMessageListenerContainer<byte[], byte[]> rowWriting,
      Restoring restoring,
      RuntimeMeters meters,
      MeterRegistry registry) {
    KafkaRuntimeStatus status =
        new KafkaRuntimeStatus(
            topics, properties.topics().events(), current, rowWriting, restoring, meters);
    Gauge.builder("tiffin.events.lag", status, KafkaRuntimeStatus::lagEvents).register(registry);
    Gauge.builder("tiffin.events.rows.unpublished", status, KafkaRuntimeStatus::unpublishedRows)
        .register(registry);
    Gauge.builder("tiffin.events.restoring", status, KafkaRuntimeStatus::restoringRecords)
        .register(registry);
    return status;
  }
}
