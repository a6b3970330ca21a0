package io.tiffin.event.kafka;

import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The two pure steps as a topology.
 *
 * <pre>
 * events ─► journeys (by subject) ─► contributions ─► row states (by row) ─► rows ─► publishers
 *             │    ▲                                                          ▲
 *             │    └── profiles, all of them in every instance                │
 *             ├──────► profiles, journeys' rows ──────────────────────────────┘
 *             └──────► dead letters
 * </pre>
 */
final class EventTopology {

  /** State stores, whose names are part of the names of their changelogs. */
  static final String JOURNEYS = "journeys";

  static final String OWN_PROFILES = "own-profiles";
  static final String ALL_PROFILES = "all-profiles";
  static final String CITIES = "cities";
  static final String ROWS = "rows";
  static final String PENDING = "pending";
  static final String MILESTONES = "milestones";

  /** The topic between the steps; Kafka Streams puts the application's id in front. */
  private static final String CONTRIBUTIONS = "contributions";

  private static final String REPARTITION = "-repartition";

  /** Where the steps send what they emit: names of nodes. */
  static final String TO_ROWS = CONTRIBUTIONS + REPARTITION + "-filter";

  static final String TO_PROFILES = "to-profiles";
  static final String TO_PUBLISHERS = "to-publishers";
  static final String TO_DEAD_LETTERS = "to-dead-letters";

  private static final Serde<byte[]> BYTES = Serdes.ByteArray();

  private final KafkaEventProperties.Topics topics;
  private final Wiring wiring;
  private final Function<String, KeyValueBytesStoreSupplier> stores;

  EventTopology(KafkaEventProperties.Topics topics, Wiring wiring) {
    this(topics, wiring, Stores::persistentKeyValueStore);
  }

  /**
   * @param stores what keeps the state, by name
   */
  EventTopology(
      KafkaEventProperties.Topics topics,
      Wiring wiring,
      Function<String, KeyValueBytesStoreSupplier> stores) {
    this.topics = topics;
    this.wiring = wiring;
    this.stores = stores;
  }

  /** The topic that brings contributions, and what publishers have to say, to the row states. */
  static String contributionsTopic(String applicationId) {
    return applicationId + "-" + CONTRIBUTIONS + REPARTITION;
  }

  void define(StreamsBuilder builder) {
    builder.globalTable(
        topics.restaurants(),
        Consumed.with(BYTES, BYTES),
        Materialized.<byte[], byte[]>as(stores.apply(ALL_PROFILES))
            .withKeySerde(BYTES)
            .withValueSerde(BYTES));
    List.of(
            persistent(JOURNEYS),
            persistent(OWN_PROFILES),
            inMemory(CITIES),
            persistent(ROWS),
            inMemory(PENDING),
            inMemory(MILESTONES))
        .forEach(builder::addStateStore);
    KStream<byte[], byte[]> stepped =
        builder.stream(topics.events(), Consumed.with(BYTES, BYTES))
            .process(
                () -> new JourneyProcessor(wiring),
                Named.as("journey-step"),
                JOURNEYS,
                OWN_PROFILES,
                CITIES);
    stepped.to(topics.restaurants(), produced(TO_PROFILES));
    stepped.to(topics.rows(), produced(TO_PUBLISHERS));
    stepped.to(topics.deadLetters(), produced(TO_DEAD_LETTERS));
    stepped
        .repartition(
            Repartitioned.<byte[], byte[]>as(CONTRIBUTIONS)
                .withKeySerde(BYTES)
                .withValueSerde(BYTES)
                .withStreamPartitioner(new Broadcast()))
        .process(() -> new RowProcessor(wiring), Named.as("row-step"), ROWS, PENDING, MILESTONES)
        .to(
            topics.rows(),
            produced("marked-to-publishers").withStreamPartitioner(new MarkPartitioner()));
  }

  private static Produced<byte[], byte[]> produced(String node) {
    return Produced.with(BYTES, BYTES).withName(node);
  }

  private StoreBuilder<KeyValueStore<byte[], byte[]>> persistent(String name) {
    return store(stores.apply(name)).withCachingEnabled();
  }

  /** Of what is small, and walked through often. */
  private static StoreBuilder<KeyValueStore<byte[], byte[]>> inMemory(String name) {
    return store(Stores.inMemoryKeyValueStore(name)).withCachingDisabled();
  }

  private static StoreBuilder<KeyValueStore<byte[], byte[]>> store(
      KeyValueBytesStoreSupplier supplier) {
    return Stores.keyValueStoreBuilder(supplier, BYTES, BYTES);
  }
}
