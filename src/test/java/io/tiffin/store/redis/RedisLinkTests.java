package io.tiffin.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.lettuce.core.RedisClient;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.RedisBinary;
import io.tiffin.fixture.RedisServer;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.redis.RedisLink.Attendant;
import io.tiffin.store.redis.RedisLink.Rhythm;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Durations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers see while Redis is gone, silent and back. */
class RedisLinkTests {

  private static final RowKey KEY = new RowKey("restaurant_live", "r-17");

  /** Well below any time-out. */
  private static final Duration AT_ONCE = Duration.ofMillis(50);

  private RedisServer server;
  private RedisRoom room;
  private RedisFeatureStore store;

  @BeforeEach
  void start() {
    server = RedisServer.of(RedisBinary.BUNDLED).with("appendonly yes").start();
    room = RedisRoom.at(server);
    store = room.store();
    assertThat(put(1)).isEqualTo(new WriteOutcome.Applied());
  }

  @AfterEach
  void end() {
    room.close();
    server.close();
  }

  @Test
  void aServerThatIsGoneFailsAtOnceAndIsFoundAgain() {
    server.kill();
    RedisRoom.eventually("noticed", () -> !room.connections.reads().isConnected());

    Outcome outcome = assertTimeout(AT_ONCE, () -> find());

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(Outcome.Failed.Reason.ERROR);
              assertThat(failed.cause()).isInstanceOf(RedisUnavailableException.class);
            });
    assertThat(assertTimeout(AT_ONCE, () -> put(2))).isInstanceOf(WriteOutcome.Failed.class);
    assertThat(store.check(ample()).usable()).isFalse();
    server.start();
    RedisRoom.within(Durations.TWO_SECONDS, "found again", () -> find() instanceof Outcome.Found);
  }

  @Test
  void aServerThatWasNeverThereIsFoundWhenItComes() {
    server.kill();

    try (RedisRoom early = RedisRoom.of(server)) {
      RedisFeatureStore waiting = early.store();
      assertThat(find(waiting)).isInstanceOf(Outcome.Failed.class);
      server.start();
      RedisRoom.within(
          Durations.TWO_SECONDS, "found", () -> find(waiting) instanceof Outcome.Found);
    }
  }

  @Test
  void aFrozenServerTimesOutThenFailsAtOnceAndIsBackWhenItThaws() {
    server.freeze();

    assertThat(find()).isInstanceOf(Outcome.Failed.class);
    RedisRoom.within(
        Durations.TWO_SECONDS, "noticed", () -> !room.connections.reads().isConnected());
    assertThat(assertTimeout(AT_ONCE, () -> find())).isInstanceOf(Outcome.Failed.class);
    server.thaw();

    RedisRoom.within(Durations.TWO_SECONDS, "back", () -> find() instanceof Outcome.Found);
    RedisRoom.within(
        Durations.TWO_SECONDS, "writes too", () -> put(9) instanceof WriteOutcome.Applied);
  }

  /** Without its thread nobody would ever connect again. */
  @Test
  void aLinkTriesOnAfterWhateverIsThrownAndKeepsNoHalfMadeConnection() {
    AtomicInteger attempts = new AtomicInteger();
    Attendant failing =
        new Attendant() {
          @Override
          public void attend(Connected connected) {
            if (attempts.incrementAndGet() < 20) {
              throw new IllegalStateException("broken, on purpose");
            }
          }

          @Override
          public void lost() {}
        };
    Rhythm quick = new Rhythm(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMillis(4));
    RedisClient client = RedisClient.create("redis://" + server.address());

    try (RedisLink link =
        new RedisLink("broken", Connector.of(client), quick, failing, new Random(1))) {
      long before = clients();
      link.start();

      RedisRoom.eventually("connected", link::isConnected);
      assertThat(attempts).hasValueGreaterThanOrEqualTo(20);
      RedisRoom.eventually("let go", () -> clients() == before + 1);
    } finally {
      client.shutdown();
    }
  }

  private long clients() {
    return String.valueOf(server.execute("CLIENT", "LIST")).lines().count();
  }

  private Outcome find() {
    return find(store);
  }

  private static Outcome find(RedisFeatureStore from) {
    return from.find(new Query(List.of(KEY), ample(), Consistency.SOURCE)).getFirst();
  }

  private WriteOutcome put(long revision) {
    Row row = new Row(KEY, revision, 1, "body".getBytes(UTF_8));
    return store.put(List.of(row), ample()).getFirst();
  }

  private static Deadline ample() {
    return Deadline.in(Durations.TEN_SECONDS, new FakeTicker());
  }
}
