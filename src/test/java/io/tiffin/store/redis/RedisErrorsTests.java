package io.tiffin.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.RedisBinary;
import io.tiffin.fixture.RedisServer;
import io.tiffin.fixture.ScriptedRedis;
import io.tiffin.store.CacheRead;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.RefusedRowException;
import io.tiffin.store.WriteOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server answers in bad states, and what becomes of it. */
class RedisErrorsTests {

  private static final RowKey KEY = new RowKey("restaurant_live", "r-17");

  private final Deadline ample = Deadline.in(Duration.ofSeconds(30), new FakeTicker());
  private ScriptedRedis server;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedRedis();
  }

  @AfterEach
  void end() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-LOADING Redis is loading the dataset in memory",
        "-OOM command not allowed when used memory > 'maxmemory'.",
        "-NOAUTH Authentication required.",
        "-NOPERM this user has no permissions",
        "-MOVED 3999 127.0.0.1:6381",
        "-CLUSTERDOWN The cluster is down",
        "-MASTERDOWN Link with MASTER is down",
        "-WRONGTYPE Operation against a key holding the wrong kind of value",
        "-ERR something else"
      })
  void anErrorIsAFailureOfItsRowsWithItsCause(String error) {
    server.answer("MGET", error).answer("EVALSHA", error);
    try (RedisRoom room = room()) {
      assertFailed(find(room.store()), error);
      assertThat(room.cache().find(List.of(KEY), ample))
          .singleElement()
          .isInstanceOf(CacheRead.Failed.class);
      assertThat(put(room.store()))
          .isInstanceOfSatisfying(
              WriteOutcome.Failed.class,
              failed -> {
                assertThat(failed.message()).contains(error.substring(1));
                assertThat(failed.cause()).isInstanceOf(RedisCommandExecutionException.class);
              });
    }
  }

  @Test
  void anErrorThatPassesIsForgotten() {
    server.answer("MGET", "-LOADING Redis is loading the dataset in memory");
    try (RedisRoom room = room()) {
      RedisFeatureStore store = room.store();
      assertFailed(find(store), "-LOADING");

      server.answer("MGET", "*1\r\n$-1");

      assertThat(find(store)).isEqualTo(new Outcome.Absent(0, RedisRoom.REDIS));
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void aMasterThatHasBecomeAReplicaIsLeft() {
    server.answer("EVALSHA", "-READONLY You can't write against a read only replica.");
    try (RedisRoom room = room()) {
      assertThat(put(room.store())).isInstanceOf(WriteOutcome.Failed.class);

      RedisRoom.eventually("connected anew", () -> server.connections() > 2);
    }
  }

  @Test
  void aWriteWhoseConnectionIsLostIsNotSentAgain() {
    server.answer("EVALSHA", ScriptedRedis.HANG_UP);
    try (RedisRoom room = room()) {
      assertThat(put(room.store())).isInstanceOf(WriteOutcome.Failed.class);
      RedisRoom.eventually("connected anew", () -> server.connections() == 3);
      server.answer("EVALSHA", "*1\r\n:1");
      room.connected();

      assertThat(put(room.store())).isEqualTo(new WriteOutcome.Applied());

      assertThat(server.received("EVALSHA")).hasSize(2);
    }
  }

  /** What the settings are for: Lettuce as it comes sends the write again. */
  @Test
  void asLettuceComesAWriteIsSentAgain() {
    server.answer("SET", ScriptedRedis.HANG_UP);
    RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", server.port()));
    try (var connection = client.connect()) {
      var _ = connection.async().set("key", "value");
      RedisRoom.eventually("sent again", () -> server.received("SET").size() > 1);
    } finally {
      client.shutdown();
    }
  }

  @Test
  void aReplyThatIsNoneIsAFailure() {
    server.answer("MGET", "*2\r\n$-1\r\n$-1").answer("EVALSHA", "*1\r\n$3\r\nabc");
    try (RedisRoom room = room()) {
      assertThat(put(room.store())).isInstanceOf(WriteOutcome.Failed.class);

      server.answer("MGET", "?");

      assertThat(find(room.store())).isInstanceOf(Outcome.Failed.class);
      server.answer("MGET", "*1\r\n$-1");
      RedisRoom.eventually("back", () -> find(room.store()) instanceof Outcome.Absent);
    }
  }

  @Test
  void aFullServerRefusesWritesOnly() {
    try (RedisServer full =
            RedisServer.of(RedisBinary.BUNDLED).with("maxmemory-policy noeviction").start();
        RedisRoom room = RedisRoom.at(full)) {
      RedisFeatureStore store = room.store();
      assertThat(put(store)).isEqualTo(new WriteOutcome.Applied());
      var _ = full.execute("CONFIG", "SET", "maxmemory", "1");

      WriteOutcome refused = store.put(List.of(row(2)), ample).getFirst();

      assertThat(refused)
          .isInstanceOfSatisfying(
              WriteOutcome.Failed.class,
              failed -> {
                assertThat(failed.message()).contains("OOM").contains("maxmemory");
                assertThat(failed.cause()).isNotInstanceOf(RefusedRowException.class);
              });
      assertThat(find(store)).isInstanceOf(Outcome.Found.class);
      var _ = full.execute("CONFIG", "SET", "maxmemory", "0");
      assertThat(store.put(List.of(row(2)), ample)).containsOnly(new WriteOutcome.Applied());
    }
  }

  @Test
  void aKeyOfAnotherTypeRefusesItsWritesOnly() {
    try (RedisServer real = RedisServer.start(RedisBinary.BUNDLED);
        RedisRoom room = RedisRoom.at(real)) {
      var _ = real.execute("HSET", "tiffin:restaurant_live/r-17", "field", "value");
      Row other = new Row(new RowKey("restaurant_live", "r-18"), 1, 1, new byte[0]);

      List<WriteOutcome> outcomes = room.store().put(List.of(row(1), other), ample);

      assertThat(outcomes.get(0))
          .isInstanceOfSatisfying(
              WriteOutcome.Failed.class,
              failed -> {
                assertThat(failed.message()).contains("WRONGTYPE");
                assertThat(failed.cause()).isInstanceOf(RefusedRowException.class);
              });
      assertThat(outcomes.get(1)).isEqualTo(new WriteOutcome.Applied());
    }
  }

  @Test
  void whatIsNoRowIsLeftAloneBySources() {
    try (RedisServer real = RedisServer.start(RedisBinary.BUNDLED);
        RedisRoom room = RedisRoom.at(real)) {
      RedisFeatureStore store = room.store();
      for (String foreign : List.of("", "short", "x".repeat(100))) {
        var _ = real.execute("SET", "tiffin:restaurant_live/r-17", foreign);

        assertThat(find(store)).isInstanceOf(Outcome.Failed.class);
        assertThat(put(store))
            .isInstanceOfSatisfying(
                WriteOutcome.Failed.class,
                failed -> assertThat(failed.cause()).isInstanceOf(RefusedRowException.class));
        assertThat(store.replace(row(2), 1, ample)).isInstanceOf(WriteOutcome.Failed.class);
        assertThat(real.execute("GET", "tiffin:restaurant_live/r-17")).isEqualTo(foreign);
      }
    }
  }

  private RedisRoom room() {
    return RedisRoom.with(
            "spring.data.redis.host",
            "127.0.0.1",
            "spring.data.redis.port",
            Integer.toString(server.port()))
        .connected();
  }

  private static void assertFailed(Outcome outcome, String error) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(Reason.ERROR);
              assertThat(failed.cause())
                  .isInstanceOf(RedisCommandExecutionException.class)
                  .hasMessageContaining(error.substring(1));
            });
  }

  private Outcome find(RedisFeatureStore store) {
    return store.find(new Query(List.of(KEY), ample, Consistency.SOURCE)).getFirst();
  }

  private WriteOutcome put(RedisFeatureStore store) {
    return store.put(List.of(row(1)), ample).getFirst();
  }

  private static Row row(long revision) {
    return new Row(KEY, revision, 1, "body".getBytes(UTF_8));
  }
}
