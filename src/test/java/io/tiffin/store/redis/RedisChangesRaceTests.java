package io.tiffin.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.RedisBinary;
import io.tiffin.fixture.RedisServer;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.RowChanges.Listener;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A reader that remembers what it read, and drops what it is told of, while another process writes:
 * what it still remembers in the end is what stands.
 */
class RedisChangesRaceTests {

  private static final int WRITES = 3_000 * Integer.getInteger("tiffin.test.scale", 1);
  private static final List<RowKey> KEYS =
      IntStream.range(0, 50).mapToObj(i -> new RowKey("restaurant_live", "r-" + i)).toList();

  private final Deadline ample = Deadline.in(Duration.ofSeconds(60), new FakeTicker());

  @Test
  void nothingRememberedIsOlderThanWhatStands() throws Exception {
    try (RedisServer server = RedisServer.start(RedisBinary.BUNDLED);
        RedisRoom reading = RedisRoom.at(server);
        RedisRoom writing = RedisRoom.at(server);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Memory memory = new Memory(reading.store());
      reading.changes().listen(memory);
      RedisRoom.eventually("told", () -> memory.told);
      Map<RowKey, Long> written = new ConcurrentHashMap<>();

      Future<?> writer = CompletableFuture.runAsync(() -> write(writing.store(), written), threads);
      Random random = new Random(3);
      while (!writer.isDone()) {
        memory.read(KEYS.get(random.nextInt(KEYS.size())));
      }
      writer.get();

      assertThat(written).hasSize(KEYS.size());
      KEYS.forEach(memory::read);
      RedisRoom.eventually("nothing old", () -> memory.isNoOlderThan(written));
    }
  }

  private void write(RedisFeatureStore store, Map<RowKey, Long> written) {
    Random random = new Random(5);
    for (long revision = 1; revision <= WRITES; revision++) {
      RowKey key = KEYS.get(random.nextInt(KEYS.size()));
      Row row = new Row(key, revision, 1, "body".getBytes(UTF_8));
      assertThat(store.put(List.of(row), ample)).containsOnly(new WriteOutcome.Applied());
      written.put(key, revision);
    }
  }

  /** Holds a place while it reads; what is changed meanwhile loses its place. */
  private final class Memory implements Listener {

    private final RedisFeatureStore store;
    private final Map<RowKey, Long> revisions = new ConcurrentHashMap<>();
    private final AtomicLong places = new AtomicLong();
    private volatile boolean told;

    Memory(RedisFeatureStore store) {
      this.store = store;
    }

    void read(RowKey key) {
      Long place = places.decrementAndGet();
      if (revisions.putIfAbsent(key, place) == null) {
        Outcome outcome = store.find(new Query(List.of(key), ample, Consistency.SOURCE)).getFirst();
        long revision = outcome instanceof Outcome.Found(Row row, var _) ? row.revision() : 0;
        revisions.replace(key, place, revision);
      }
    }

    boolean isNoOlderThan(Map<RowKey, Long> written) {
      return revisions.entrySet().stream()
          .allMatch(entry -> entry.getValue() >= written.getOrDefault(entry.getKey(), 0L));
    }

    @Override
    public void changed(RowKey key) {
      revisions.remove(key);
    }

    @Override
    public void changedAny() {
      revisions.clear();
    }

    @Override
    public void told(boolean connected) {
      told = connected;
    }
  }
}
