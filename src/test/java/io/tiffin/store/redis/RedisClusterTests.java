package io.tiffin.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.cluster.SlotHash;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.RedisBinary;
import io.tiffin.fixture.RedisCluster;
import io.tiffin.fixture.RedisServer;
import io.tiffin.store.CacheRead;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.FeatureStoreContract;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.RowCache.Fill;
import io.tiffin.store.RowCache.Lease;
import io.tiffin.store.Standing;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Durations;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract on three masters, and what one of them being gone does to the others' rows. */
class RedisClusterTests extends FeatureStoreContract {

  private static RedisCluster cluster;
  private static RedisRoom room;

  private final Deadline ample = Deadline.in(Duration.ofSeconds(30), new FakeTicker());

  @BeforeAll
  static void start() {
    cluster = RedisCluster.start(RedisBinary.BUNDLED, 3);
    room = RedisRoom.with("spring.data.redis.cluster.nodes", cluster.addresses()).connected();
  }

  @AfterAll
  static void end() {
    room.close();
    cluster.close();
  }

  @Override
  protected FeatureStore open() {
    return room.store();
  }

  @Test
  void aRowAndItsLeaseAreInOneSlotWhateverTheKey() {
    for (String entity : List.of("r-17", "a{b}c", "}{", "{}", "{", "}", "a{}{b}")) {
      byte[] row = room.keys.row(new RowKey("v", entity));

      assertThat(SlotHash.getSlot(RedisKeys.lease(row)))
          .as(entity)
          .isEqualTo(SlotHash.getSlot(row));
    }
  }

  @Test
  void leasesAndFillsGoToTheRowsServer() {
    RedisRowCache cache = room.cache();
    List<RowKey> keys = keys("filled");

    List<Lease> leases = cache.lease(keys, ample);
    List<Fill> fills = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      fills.add(new Fill(leases.get(i), new Standing.Present(row(keys.get(i)))));
    }
    cache.fill(fills, ample);

    assertThat(cache.find(keys, ample)).hasSize(100).hasOnlyElementsOfType(CacheRead.Hit.class);
  }

  @Test
  void aSilentServerFailsItsOwnRowsOnlyAndTheyAreBackWhenItIs() {
    RedisFeatureStore store = room.store();
    List<RowKey> keys = keys("silent");
    assertThat(store.put(keys.stream().map(RedisClusterTests::row).toList(), ample))
        .containsOnly(new WriteOutcome.Applied());
    RedisServer silent = cluster.masters().getFirst();

    silent.freeze();
    try {
      List<Outcome> outcomes = find(store, keys);
      for (int i = 0; i < keys.size(); i++) {
        boolean isSilent = SlotHash.getSlot(room.keys.row(keys.get(i))) < 16_384 / 3;
        assertThat(outcomes.get(i))
            .as(keys.get(i).toString())
            .isInstanceOf(isSilent ? Outcome.Failed.class : Outcome.Found.class);
      }
    } finally {
      silent.thaw();
    }
    RedisRoom.within(
        Durations.TWO_SECONDS,
        "all back",
        () -> find(store, keys).stream().allMatch(Outcome.Found.class::isInstance));
  }

  private List<Outcome> find(RedisFeatureStore store, List<RowKey> keys) {
    return store.find(new Query(keys, ample, Consistency.SOURCE));
  }

  private static List<RowKey> keys(String view) {
    return IntStream.range(0, 100).mapToObj(i -> new RowKey(view, "e" + i)).toList();
  }

  private static Row row(RowKey key) {
    return new Row(key, 1, 1, "body".getBytes(UTF_8));
  }
}
