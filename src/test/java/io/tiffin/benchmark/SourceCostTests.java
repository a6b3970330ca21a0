package io.tiffin.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.estimate.DeliveryEstimator;
import io.tiffin.estimate.EstimateFixture;
import io.tiffin.estimate.PartialOrder;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.FaultProxy;
import io.tiffin.fixture.RealTicker;
import io.tiffin.fixture.RedisBinary;
import io.tiffin.fixture.RedisServer;
import io.tiffin.fixture.StoreServer;
import io.tiffin.fixture.TieredStore;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many calls each source of truth is asked, counted on the way to it: noise moves none. */
class SourceCostTests {

  /** The sources beyond this machine. */
  enum Cloud {
    BIGTABLE {
      @Override
      StoreServer start() {
        return StoreServer.bigtable();
      }
    },
    FIRESTORE {
      @Override
      StoreServer start() {
        return StoreServer.firestore();
      }
    },
    DYNAMODB {
      @Override
      StoreServer start() {
        return StoreServer.dynamoDb();
      }
    };

    abstract StoreServer start();
  }

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Ticker ticker = new RealTicker();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLookUpOfFourAndOfAHundredEntitiesIsOneCall(Cloud cloud) {
    FaultProxy way = wayTo(cloud);
    FeatureStore store = open(way, "tiffin.store.tiers=%s");
    List<RowKey> keys = TierBenchmark.put(store, 120);
    find(store, keys.subList(100, 120));

    assertThat(callsOf(way, () -> find(store, keys.subList(0, 4)))).isEqualTo(1);
    assertThat(callsOf(way, () -> find(store, keys.subList(0, 100)))).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void aHitInRedisReadsNothingOfTheSourceAndAMissReadsItOnceAndFillsRedis(Cloud cloud) {
    FaultProxy way = wayTo(cloud);
    RedisServer redis = opened(RedisServer.start(RedisBinary.BUNDLED));
    String[] tiers = {
      "tiffin.store.tiers=near-cache,redis,%s", "spring.data.redis.port=" + redis.port()
    };
    FeatureStore first = open(way, tiers);
    AtomicLong revision = new AtomicLong(1);
    List<RowKey> keys = TierBenchmark.put(first, 20);
    await()
        .atMost(PATIENCE)
        .until(() -> put(first, keys, revision.incrementAndGet()) && rowsIn(redis) == keys.size());

    FeatureStore second = open(way, tiers);
    await().atMost(PATIENCE).until(() -> sourceOf(second, keys.getFirst()).equals("REDIS"));
    assertThat(callsOf(way, () -> find(second, keys))).isZero();

    var _ = redis.execute("FLUSHALL");
    RowKey beacon = new RowKey("versions", "beacon");
    Row row = new Row(beacon, 1, 1, new byte[] {1});
    assertThat(second.put(List.of(row), soon())).containsExactly(new WriteOutcome.Applied());
    FeatureStore third = connected(open(way, tiers));
    await().atMost(PATIENCE).until(() -> sourceOf(third, beacon).equals("REDIS"));
    assertThat(callsOf(way, () -> find(third, keys))).isEqualTo(1);
    await().atMost(PATIENCE).until(() -> rowsIn(redis) == keys.size() + 1);
  }

  @ParameterizedTest
  @EnumSource
  void anEstimateReadsTheSourceTwiceAndWithItsProfileCachedOnce(Cloud cloud) {
    FaultProxy way = wayTo(cloud);
    fillProfile(open(way, "tiffin.store.tiers=%s"));

    FeatureStore cold = connected(open(way, "tiffin.store.tiers=near-cache,%s"));
    assertThat(callsOf(way, () -> estimate(EstimateFixture.over(cold::find, ticker)))).isEqualTo(2);

    FeatureStore profiles =
        connected(
            open(
                way,
                "tiffin.store.tiers=%s",
                "tiffin.store.views.restaurant_profile.tiers=near-cache,%s",
                "tiffin.store.near-cache.unannounced-max-age=30s",
                "tiffin.store.near-cache.refresh-after=1"));
    DeliveryEstimator estimator = EstimateFixture.over(profiles::find, ticker);
    estimate(estimator);
    assertThat(callsOf(way, () -> estimate(estimator))).isEqualTo(1);
    assertThat(callsOf(way, () -> estimate(estimator))).isEqualTo(1);
  }

  private FaultProxy wayTo(Cloud cloud) {
    StoreServer server = opened(cloud.start());
    return opened(new FaultProxy("127.0.0.1", server.port(), 1));
  }

  /**
   * A process of its own.
   *
   * @param properties with the source's name for {@code %s}
   */
  private FeatureStore open(FaultProxy way, String... properties) {
    StoreServer server = (StoreServer) open.getFirst();
    String[] all =
        Stream.of(
                Stream.of(properties).map(property -> property.formatted(server.tier())),
                server.foundAt(way.port()).stream(),
                Stream.of(
                    "tiffin.store.firestore.write-interval=0s",
                    "tiffin.store.second-reads.share=0",
                    "tiffin.store.second-reads.hedged-share=0",
                    "resilience4j.timelimiter.configs.default.timeout-duration=5s"))
            .flatMap(each -> each)
            .toArray(String[]::new);
    Catalogue catalogue = EstimateFixture.productCatalogue();
    return opened(TieredStore.open(catalogue, List.of(), all)).store();
  }

  private <T extends AutoCloseable> T opened(T closeable) {
    open.add(closeable);
    return closeable;
  }

  /** What the first look-up of a process costs beside, such as the table's creation, is past. */
  private FeatureStore connected(FeatureStore store) {
    RowKey nobody = new RowKey("versions", "nobody");
    Query query = new Query(List.of(nobody), soon(), Consistency.SOURCE);
    await().atMost(PATIENCE).until(() -> store.find(query).getFirst() instanceof Outcome.Absent);
    return store;
  }

  /** Rows that reach every tier, and not only those that were connected already. */
  private boolean put(FeatureStore store, List<RowKey> keys, long revision) {
    List<Row> rows =
        keys.stream().map(key -> new Row(key, revision, revision, new byte[] {1})).toList();
    return store.put(rows, soon()).stream().noneMatch(WriteOutcome.Failed.class::isInstance);
  }

  private void fillProfile(FeatureStore store) {
    FilledRows rows =
        new FilledRows(EstimateFixture.productCatalogue(), Instant.parse("2026-11-22T18:00:00Z"));
    rows.fill(store, List.of(new RowKey("restaurant_profile", "r-17")));
  }

  private void estimate(DeliveryEstimator estimator) {
    PartialOrder order = EstimateFixture.order("r-17", Map.of());
    var estimates =
        estimator.estimate(
            List.of(order), EstimateFixture.NOW, Deadline.in(Duration.ofSeconds(5), ticker));
    assertThat(estimates).hasSize(1);
    assertThat(estimates.getFirst().degraded()).isFalse();
  }

  private static long callsOf(FaultProxy way, Runnable asked) {
    long before = way.calls();
    asked.run();
    return way.calls() - before;
  }

  private void find(FeatureStore store, List<RowKey> keys) {
    assertThat(store.find(new Query(keys, soon(), Consistency.NEAREST)))
        .hasOnlyElementsOfType(Outcome.Found.class);
  }

  private String sourceOf(FeatureStore store, RowKey key) {
    return store
        .find(new Query(List.of(key), soon(), Consistency.NEAREST))
        .getFirst()
        .source()
        .name();
  }

  private Deadline soon() {
    return Deadline.in(Duration.ofSeconds(5), ticker);
  }

  private static long rowsIn(RedisServer redis) {
    return redis.execute("DBSIZE") instanceof Long size ? size : -1;
  }
}
