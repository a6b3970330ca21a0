package io.tiffin.event.kafka;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.event.Event;
import io.tiffin.event.json.EventJson;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.geo.Zones;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.IntSupplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;

/** The topology under Kafka's test driver: one partition, no broker, and time that is told. */
final class TopologyRun implements AutoCloseable {

  static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
  static final KafkaEventProperties.Topics TOPICS =
      new KafkaEventProperties.Topics(
          "tiffin-events", "tiffin-restaurants", "tiffin-rows", "tiffin-events-dead-letter");

  private static final int MOST_STEPS = 100;
  private static final Duration LEAST_STEP = Duration.ofMillis(100);

  private final EventJson json = new EventJson();
  private final RuntimeMeters meters = new RuntimeMeters(new SimpleMeterRegistry());
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> events;
  private final TestOutputTopic<byte[], byte[]> rows;
  private final TestOutputTopic<byte[], byte[]> deadLetters;
  private Instant clock = START;

  TopologyRun() {
    this(() -> 1);
  }

  /**
   * @param partitions how many there are said to be
   */
  TopologyRun(IntSupplier partitions) {
    Catalogue catalogue = ProductCatalogue.read();
    StreamsBuilder builder = new StreamsBuilder();
    Wiring wiring = new Wiring(catalogue, new Zones(), () -> clock, meters, partitions);
    new EventTopology(TOPICS, wiring, Stores::inMemoryKeyValueStore).define(builder);
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "tiffin");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    driver = new TopologyTestDriver(builder.build(), properties, START);
    events =
        driver.createInputTopic(
            TOPICS.events(), new ByteArraySerializer(), new ByteArraySerializer());
    rows =
        driver.createOutputTopic(
            TOPICS.rows(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    deadLetters =
        driver.createOutputTopic(
            TOPICS.deadLetters(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  void accept(List<Event> all) {
    all.forEach(this::accept);
  }

  void accept(Event event) {
    send(RowKeys.text(EventKey.of(event)), json.write(event), event.envelope().receivedAt());
  }

  void send(byte[] key, byte[] value, Instant timestamp) {
    events.pipeInput(new TestRecord<>(key, value, timestamp));
  }

  /** Time passes, on the machine and on the clock, in a hundred steps or fewer. */
  void pass(Duration duration) {
    Duration step = duration.dividedBy(MOST_STEPS);
    if (step.compareTo(LEAST_STEP) < 0) {
      step = LEAST_STEP;
    }
    for (Duration passed = Duration.ZERO; passed.compareTo(duration) < 0; ) {
      clock = clock.plus(step);
      driver.advanceWallClockTime(step);
      passed = passed.plus(step);
    }
  }

  /** The clock is set, and the machine's time is not. */
  void setClock(Instant now) {
    clock = now;
  }

  /** All that was sent to the publishers since this was last called, in order. */
  List<RowRecord> published() {
    List<RowRecord> all = new ArrayList<>();
    for (TestRecord<byte[], byte[]> record : rows.readRecordsToList()) {
      all.add(RowRecordCodec.read(record.key(), record.value()));
    }
    return all;
  }

  /** The newest of each row published since this was last called. */
  Map<RowKey, Row> rows() {
    Map<RowKey, Row> newest = new HashMap<>();
    for (RowRecord record : published()) {
      if (record instanceof RowRecord.Changed(Row row)) {
        newest.merge(
            row.key(), row, (one, other) -> one.revision() > other.revision() ? one : other);
      }
    }
    return newest;
  }

  List<TestRecord<byte[], byte[]>> deadLetters() {
    return deadLetters.readRecordsToList();
  }

  /** What publishers tell the row states. */
  void tell(byte[] key, Hop hop) {
    driver
        .createInputTopic(
            EventTopology.contributionsTopic("tiffin"),
            new ByteArraySerializer(),
            new ByteArraySerializer())
        .pipeInput(key, HopCodec.write(hop));
  }

  RuntimeMeters meters() {
    return meters;
  }

  TopologyTestDriver driver() {
    return driver;
  }

  @Override
  public void close() {
    driver.close();
  }
}
