package io.tiffin.event.kafka;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Ticker;
import io.tiffin.event.EventIntake;
import io.tiffin.event.EventRuntimeStatus;
import io.tiffin.event.EventRuntimeStatus.Acceptance;
import io.tiffin.feature.Catalogue;
import io.tiffin.fixture.RealClock;
import io.tiffin.fixture.RealTicker;
import io.tiffin.geo.Zones;
import io.tiffin.store.FeatureStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.kafka.annotation.KafkaStreamsDefaultConfiguration;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.config.StreamsBuilderFactoryBeanConfigurer;
import org.springframework.util.FileSystemUtils;

/** The runtime as an instance of the service has it, without the rest of the service. */
final class FleetInstance implements AutoCloseable {

  /** Counts at least once, where it is true. */
  static final String AT_LEAST_ONCE = "tiffin.test.at-least-once";

  /** Has the clients that Kafka Streams has by itself, where it is true. */
  static final String PLAIN_CLIENTS = "tiffin.test.plain-clients";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration OFTEN = Duration.ofMillis(20);

  private final ConfigurableApplicationContext context;
  private final Path directory;

  private FleetInstance(ConfigurableApplicationContext context, Path directory) {
    this.context = context;
    this.directory = directory;
  }

  /**
   * Starts one, which goes on starting in the background.
   *
   * @param brokers {@code host:port}
   */
  static FleetInstance start(String brokers, FeatureStore store, String... more) {
    return start(brokers, store, new RealClock(), more);
  }

  /** As {@link #start(String, FeatureStore, String...)}, with a clock of its own. */
  static FleetInstance start(
      String brokers, FeatureStore store, InstantSource clock, String... more) {
    try {
      return startIn(Files.createTempDirectory("fleet-"), brokers, store, clock, more);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link #start}, with its state in this directory, which is deleted in the end. */
  static FleetInstance startIn(Path directory, String brokers, FeatureStore store, String... more) {
    return startIn(directory, brokers, store, new RealClock(), more);
  }

  private static FleetInstance startIn(
      Path directory, String brokers, FeatureStore store, InstantSource clock, String... more) {
    return new FleetInstance(
        new SpringApplicationBuilder(Rooms.class)
            .web(WebApplicationType.NONE)
            .logStartupInfo(false)
            .initializers((GenericApplicationContext context) -> {
              context.registerBean(
                  "featureStore",
                  FeatureStore.class,
                  () -> store,
                  definition -> definition.setDestroyMethodName(""));
              context.registerBean("clock", InstantSource.class, () -> clock);
            })
            .run(arguments(brokers, directory, more)),
        directory);
  }

  /** Settings of an application with topics of its own. */
  static String[] named(String name) {
    return new String[] {
      "spring.kafka.streams.application-id=" + name,
      "tiffin.events.kafka.topics.events=" + name,
      "tiffin.events.kafka.topics.rows=" + name + "-rows",
      "tiffin.events.kafka.topics.restaurants=" + name + "-restaurants"
    };
  }

  /** Settings and more. */
  static String[] and(String[] settings, String... more) {
    return Stream.concat(Stream.of(settings), Stream.of(more)).toArray(String[]::new);
  }

  /** What an instance in a test is told, as arguments of a command. */
  private static String[] arguments(String brokers, Path directory, String... more) {
    Map<String, String> all = new LinkedHashMap<>();
    Stream.concat(
            Stream.of(
                "logging.level.root=ERROR",
                "spring.main.banner-mode=off",
                "spring.application.name=tiffin",
                "spring.kafka.bootstrap-servers=" + brokers,
                "spring.kafka.streams.properties.session.timeout.ms=4000",
                "spring.kafka.streams.properties.heartbeat.interval.ms=500",
                "spring.kafka.streams.properties.producer.transaction.timeout.ms=2000",
                "spring.kafka.consumer.properties.session.timeout.ms=4000",
                "spring.kafka.consumer.properties.heartbeat.interval.ms=500",
                "tiffin.events.runtime=kafka",
                "tiffin.events.kafka.partitions=2",
                "tiffin.events.kafka.accept-timeout=20s",
                "tiffin.events.kafka.state-directory=" + directory),
            Stream.of(more))
        .forEach(property -> {
          int end = property.indexOf('=');
          all.put(property.substring(0, end), property.substring(end + 1));
        });
    return all.entrySet().stream()
        .map(property -> "--" + property.getKey() + "=" + property.getValue())
        .toArray(String[]::new);
  }

  EventIntake intake() {
    return context.getBean(EventIntake.class);
  }

  EventRuntimeStatus.Reading reading() {
    return context.getBean(EventRuntimeStatus.class).reading();
  }

  /** Returns when events are accepted. */
  void awaitAccepting() {
    await()
        .atMost(PATIENCE)
        .pollInterval(OFTEN)
        .until(() -> reading().acceptance() instanceof Acceptance.Accepting);
  }

  /** Returns when orders of so many restaurants are counted by their profiles. */
  void awaitProfiles(int restaurants) {
    await().atMost(PATIENCE).pollInterval(OFTEN).until(() -> profiles() == restaurants);
  }

  private long profiles() {
    StreamsBuilderFactoryBean factory =
        context.getBean(
            "&" + KafkaStreamsDefaultConfiguration.DEFAULT_STREAMS_BUILDER_BEAN_NAME,
            StreamsBuilderFactoryBean.class);
    KafkaStreams streams = factory.getKafkaStreams();
    if (streams == null) {
      return 0;
    }
    try (KeyValueIterator<byte[], ?> all =
        streams
            .store(
                StoreQueryParameters.fromNameAndType(
                    EventTopology.ALL_PROFILES,
                    QueryableStoreTypes.<byte[], Object>keyValueStore()))
            .all()) {
      long count = 0;
      while (all.hasNext()) {
        var _ = all.next();
        count++;
      }
      return count;
    } catch (InvalidStateStoreException | IllegalStateException _) {
      return 0; // not yet, or not any more: it may be starting anew
    }
  }

  /** Returns when it has a share of the work. */
  void awaitTasks() {
    await().atMost(PATIENCE).pollInterval(OFTEN).until(() -> tasks() > 0);
  }

  /** How many tasks of the topology it has, those that are being restored left out. */
  int tasks() {
    return reading().details().get("tasks") instanceof Integer tasks ? tasks : 0;
  }

  MeterRegistry meters() {
    return context.getBean(MeterRegistry.class);
  }

  @Override
  public void close() {
    context.close();
    try {
      FileSystemUtils.deleteRecursively(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the runtime needs of the service. It is no stereotype, so that no scan finds it. */
  @Import(KafkaEventConfiguration.class)
  @ImportAutoConfiguration(KafkaAutoConfiguration.class)
  static class Rooms {

    @Bean
    Catalogue catalogue() {
      return PromptCatalogue.read();
    }

    @Bean
    Zones zones() {
      return new Zones();
    }

    @Bean
    Ticker ticker() {
      return new RealTicker();
    }

    /** For controls: without the protection, and slow to commit, so that a crash shows. */
    @Bean
    @ConditionalOnProperty(AT_LEAST_ONCE)
    StreamsBuilderFactoryBeanConfigurer atLeastOnce() {
      return new StreamsBuilderFactoryBeanConfigurer() {

        @Override
        public int getOrder() {
          return Ordered.LOWEST_PRECEDENCE;
        }

        @Override
        public void configure(StreamsBuilderFactoryBean factory) {
          Properties properties = factory.getStreamsConfiguration();
          properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
          properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 60_000);
          factory.setStreamsConfiguration(properties);
        }
      };
    }

    /** For controls: without the protection. */
    @Bean
    @ConditionalOnProperty(PLAIN_CLIENTS)
    StreamsBuilderFactoryBeanConfigurer plainClients() {
      return new StreamsBuilderFactoryBeanConfigurer() {

        @Override
        public int getOrder() {
          return Ordered.LOWEST_PRECEDENCE;
        }

        @Override
        public void configure(StreamsBuilderFactoryBean factory) {
          factory.setClientSupplier(new DefaultKafkaClientSupplier());
        }
      };
    }

    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }
  }
}
