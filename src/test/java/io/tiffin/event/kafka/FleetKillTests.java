package io.tiffin.event.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tiffin.batching.Deadline;
import io.tiffin.event.Event;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.KafkaBroker;
import io.tiffin.fixture.RealTicker;
import io.tiffin.fixture.RedisBinary;
import io.tiffin.fixture.RedisServer;
import io.tiffin.fixture.TieredStore;
import io.tiffin.store.FeatureStore;
import io.tiffin.window.WindowSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances and one source of truth: one of them is killed again and again, at random points,
 * while events come in. At a scale of 5 it is killed 20 times.
 */
class FleetKillTests {

  static final int RESTAURANTS = 6;

  private static final int SCALE = Integer.getInteger("tiffin.test.scale", 1);
  private static final int KILLS = SCALE == 1 ? 2 : 4 * SCALE;
  private static final int CHUNKS_PER_KILL = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Whose the topics are that both instances share. */
  private static final String[] FLEET = FleetInstance.named("fleet");

  private final SplittableRandom random = new SplittableRandom(11);

  private final KafkaBroker broker = KafkaBroker.shared();

  @TempDir private Path directory;

  @Test
  void publishedRowsAreThoseOfAReplayWhoeverIsKilledWhenever() throws IOException {
    SampleEventsOfCity city = SampleEventsOfCity.of(11, RESTAURANTS, 6, 60 * KILLS);
    OracleRows oracle = OracleRows.of(PromptCatalogue.read(), city.all());

    try (RedisServer redis = RedisServer.start(RedisBinary.BUNDLED);
        TieredStore tiers = tiers(redis);
        FleetInstance survivor = FleetInstance.start(broker.address(), tiers.store(), FLEET);
        ForeignProducer producer = new ForeignProducer(broker.address(), "fleet")) {
      FleetProcess victim = victim(redis, FLEET);
      try {
        survivor.awaitAccepting();
        producer.send(city.profiles());
        survivor.awaitProfiles(RESTAURANTS);
        for (int kill = 0; kill < KILLS; kill++) {
          victim.awaitReady();
          send(producer, city.others(), kill);
          victim.close();
          victim = victim(redis, FLEET);
        }

        await()
            .atMost(PATIENCE)
            .untilAsserted(() ->
                assertThat(
                        oracle.differences(StoredRows.find(tiers.store(), oracle.rows().keySet())))
                    .isEmpty());
      } finally {
        victim.close();
      }
    }
  }

  /** The control, at a larger scale only. */
  @Test
  void countedAtLeastOnceOrdersWouldCountTwice() throws IOException {
    assumeTrue(SCALE > 1);
    SampleEventsOfCity city = SampleEventsOfCity.of(12, RESTAURANTS, 1, 200);
    String[] settings =
        FleetInstance.and(FleetInstance.named("doubting"), FleetInstance.AT_LEAST_ONCE + "=true");
    try (RedisServer redis = RedisServer.start(RedisBinary.BUNDLED);
        TieredStore tiers = tiers(redis);
        ForeignProducer producer = new ForeignProducer(broker.address(), "doubting")) {
      try (FleetProcess _ = victim(redis, settings)) {
        await().atMost(PATIENCE).until(() -> broker.topics().contains("doubting"));
        producer.send(city.profiles());
        producer.send(city.others());
        await().atMost(PATIENCE).until(() -> ordersPlaced(tiers.store()) == 200);
      }
      try (FleetInstance _ = FleetInstance.start(broker.address(), tiers.store(), settings)) {
        await().atMost(PATIENCE).until(() -> ordersPlaced(tiers.store()) > 200);
      }
    }
  }

  private static TieredStore tiers(RedisServer redis) {
    return TieredStore.open(
        PromptCatalogue.read(),
        List.of(),
        "tiffin.store.tiers=redis",
        "spring.data.redis.port=" + redis.port());
  }

  private static double ordersPlaced(FeatureStore store) {
    FeatureView view = PromptCatalogue.read().view("restaurant_history").orElseThrow();
    WindowSchema schema = WindowSchema.of(view);
    int position = view.features().indexOf(view.feature("orders_placed_28d").orElseThrow());
    List<RowKey> keys =
        IntStream.rangeClosed(0, RESTAURANTS)
            .mapToObj(i -> new RowKey("restaurant_history", "r-" + i))
            .toList();
    double orders = 0;
    for (Row row : StoredRows.find(store, keys).values()) {
      double[] values = new double[view.features().size()];
      var _ = schema.read(row.body(), row.eventTimeMicros(), values);
      orders += Double.isNaN(values[position]) ? 0 : values[position];
    }
    return orders;
  }

  /** One kill's share of the events, with random pauses. */
  private void send(ForeignProducer producer, List<Event> all, int kill) {
    int chunks = KILLS * CHUNKS_PER_KILL;
    for (int i = kill * CHUNKS_PER_KILL; i < (kill + 1) * CHUNKS_PER_KILL; i++) {
      producer.send(all.subList(all.size() * i / chunks, all.size() * (i + 1) / chunks));
      pause(Duration.ofMillis(random.nextInt(10, 400)));
    }
  }

  private static void pause(Duration duration) {
    Deadline over = Deadline.in(duration, new RealTicker());
    for (long left = duration.toNanos(); left > 0; left = over.remainingNanos()) {
      LockSupport.parkNanos(left);
    }
  }

  private FleetProcess victim(RedisServer redis, String... settings) throws IOException {
    Path own = Files.createDirectories(directory.resolve("victim"));
    return FleetProcess.start(broker.address(), redis.port(), own, settings);
  }
}
