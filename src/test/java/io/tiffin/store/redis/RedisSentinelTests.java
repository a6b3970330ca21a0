package io.tiffin.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.RedisBinary;
import io.tiffin.fixture.RedisSentinel;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.RowChanges.Listener;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The master that Sentinels name, before and after a failover. */
class RedisSentinelTests {

  private static final RowKey KEY = new RowKey("restaurant_live", "r-17");

  private final Deadline ample = Deadline.in(Duration.ofSeconds(30), new FakeTicker());
  private RedisSentinel sentinel;
  private RedisRoom room;
  private RedisFeatureStore store;

  @BeforeEach
  void start() {
    sentinel = RedisSentinel.start(RedisBinary.BUNDLED);
    room =
        RedisRoom.with(
                "spring.data.redis.sentinel.master",
                RedisSentinel.MASTER,
                "spring.data.redis.sentinel.nodes",
                sentinel.address())
            .connected();
    store = room.store();
  }

  @AfterEach
  void end() {
    room.close();
    sentinel.close();
  }

  @Test
  void aFailoverIsFollowedByReadsWritesAndChanges() {
    Changes changes = new Changes();
    room.changes().listen(changes);
    RedisRoom.eventually("told", () -> changes.connected);
    assertThat(put(1)).isEqualTo(new WriteOutcome.Applied());

    sentinel.failOver();

    RedisRoom.eventually("written to the new master", () -> put(2) instanceof WriteOutcome.Applied);
    assertThat(sentinel.second().execute("GET", "tiffin:restaurant_live/r-17")).isNotNull();
    RedisRoom.eventually("read from there", () -> revision() == 2);
    RedisRoom.eventually("told again", () -> changes.losses.get() > 0 && changes.connected);
  }

  /** What is not promised: replication is asynchronous, and a master may die before it. */
  @Test
  void anAcknowledgedWriteThatWasNotReplicatedIsLostByAFailover() {
    assertThat(put(1)).isEqualTo(new WriteOutcome.Applied());
    RedisRoom.eventually(
        "replicated",
        () -> sentinel.second().execute("GET", "tiffin:restaurant_live/r-17") != null);
    stopReplication();
    assertThat(put(2)).isEqualTo(new WriteOutcome.Applied());
    sentinel.failOver();

    RedisRoom.eventually("the new master", () -> put(1) instanceof WriteOutcome.Superseded);
    RedisRoom.eventually("read from there", () -> revision() > 0);
    assertThat(revision()).isEqualTo(1);
  }

  /** What operators can do about it; see the documentation. */
  @Test
  void aWriteIsRefusedWhereTheMasterIsToldToHaveAReplica() {
    var _ = sentinel.first().execute("CONFIG", "SET", "min-replicas-to-write", "1");
    assertThat(put(1)).isEqualTo(new WriteOutcome.Applied());
    stopReplication();

    assertThat(put(2))
        .isInstanceOfSatisfying(
            WriteOutcome.Failed.class,
            failed -> assertThat(failed.message()).contains("NOREPLICAS"));
  }

  private void stopReplication() {
    var _ = sentinel.second().execute("CONFIG", "SET", "masteruser", "nobody");
    var _ = sentinel.second().execute("CONFIG", "SET", "masterauth", "wrong");
    var _ = sentinel.first().execute("CLIENT", "KILL", "TYPE", "replica");
    RedisRoom.eventually(
        "no replica",
        () ->
            String.valueOf(sentinel.first().execute("INFO", "replication"))
                .contains("connected_slaves:0"));
  }

  private long revision() {
    return store.find(new Query(List.of(KEY), ample, Consistency.SOURCE)).getFirst()
            instanceof Outcome.Found(Row row, var _)
        ? row.revision()
        : -1;
  }

  private WriteOutcome put(long revision) {
    Row row = new Row(KEY, revision, 1, "body".getBytes(UTF_8));
    return store.put(List.of(row), ample).getFirst();
  }

  /** Remembers what it was told last. */
  private static final class Changes implements Listener {

    private volatile boolean connected;
    private final AtomicInteger losses = new AtomicInteger();

    @Override
    public void changed(RowKey key) {}

    @Override
    public void changedAny() {}

    @Override
    public void told(boolean now) {
      if (connected && !now) {
        var _ = losses.incrementAndGet();
      }
      connected = now;
    }
  }
}
