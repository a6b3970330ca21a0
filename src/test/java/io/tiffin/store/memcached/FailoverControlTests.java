package io.tiffin.store.memcached;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.spotify.folsom.MemcacheClient;
import com.spotify.folsom.MemcacheClientBuilder;
import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.Fault;
import io.tiffin.fixture.FaultProxy;
import io.tiffin.fixture.MemcachedServer;
import io.tiffin.fixture.RealTicker;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.store.CacheRead;
import io.tiffin.store.Outcome;
import io.tiffin.store.RowCache;
import io.tiffin.store.Standing;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node is away for a while, and still has its rows when it is back. */
@Timeout(60)
class FailoverControlTests {

  private ServerProcess one;
  private ServerProcess other;
  private FaultProxy proxy;

  @BeforeEach
  void start() {
    one = MemcachedServer.start();
    other = MemcachedServer.start();
    proxy = new FaultProxy("127.0.0.1", one.port(), 42);
  }

  @AfterEach
  void end() {
    proxy.close();
    one.close();
    other.close();
  }

  @Test
  void anUpdateOfAKeyWhoseNodeIsAwayFailsAndNoOtherNodeTakesIt() {
    try (RowCache cache = MemcachedCaches.usual(proxy.port(), other.port())) {
      await().until(() -> cache.check(soon()).usable());
      RowKey key = keyOf(proxy.port());
      assertThat(update(cache, key, 1)).isInstanceOf(WriteOutcome.Applied.class);

      proxy.inject(new Fault.Refuse());
      await().until(() -> find(cache, key) instanceof CacheRead.Failed);
      assertThat(update(cache, key, 2)).isInstanceOf(WriteOutcome.Failed.class);
      assertThat(find(cache, key)).isInstanceOf(CacheRead.Failed.class);

      proxy.heal();
      await().until(() -> update(cache, key, 2) instanceof WriteOutcome.Applied);
      assertThat(find(cache, key))
          .isInstanceOfSatisfying(
              CacheRead.Hit.class,
              hit -> assertThat(((Outcome.Found) hit.outcome()).row().revision()).isEqualTo(2));
    }
  }

  @Test
  void controlFolsomsOwnRingGivesTheKeyToAnotherNodeAndTheOldRowComesBack() throws Exception {
    MemcacheClient<String> folsom =
        MemcacheClientBuilder.newStringClient()
            .withAddress("127.0.0.1", proxy.port())
            .withAddress("127.0.0.1", other.port())
            .withBackoff(_ -> 50)
            .withRetry(false)
            .connectBinary();
    try {
      folsom.awaitFullyConnected(10, TimeUnit.SECONDS);
      for (int i = 0; i < 20; i++) {
        get(folsom.set("e" + i, "old", 60));
      }

      proxy.inject(new Fault.Refuse());
      await().until(() -> folsom.numActiveConnections() == 1);
      for (int i = 0; i < 20; i++) {
        get(folsom.set("e" + i, "new", 60)); // acknowledged, every one
      }

      proxy.heal();
      folsom.awaitFullyConnected(10, TimeUnit.SECONDS);
      int old = 0;
      for (int i = 0; i < 20; i++) {
        old += "old".equals(get(folsom.get("e" + i))) ? 1 : 0;
      }
      assertThat(old).isPositive();
    } finally {
      folsom.shutdown();
    }
  }

  private static <T> T get(CompletionStage<T> stage)
      throws ExecutionException, InterruptedException, TimeoutException {
    return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  /** A key that the ring gives to this node. */
  private RowKey keyOf(int port) {
    var ring = new NodeRing(MemcachedCaches.servers(proxy.port(), other.port()));
    var keys = new MemcachedKeys("tiffin", 0);
    for (int i = 0; ; i++) {
      RowKey key = new RowKey("v", "e" + i);
      if (ring.node(keys.of(key)).endsWith(":" + port)) {
        return key;
      }
    }
  }

  private static CacheRead find(RowCache cache, RowKey key) {
    return cache.find(List.of(key), soon()).getFirst();
  }

  private static WriteOutcome update(RowCache cache, RowKey key, long revision) {
    Row row = new Row(key, revision, revision, "row".getBytes(UTF_8));
    return cache.update(List.of(new Standing.Present(row)), soon()).getFirst();
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(1), new RealTicker());
  }
}
