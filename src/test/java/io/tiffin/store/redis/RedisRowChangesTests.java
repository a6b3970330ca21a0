package io.tiffin.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.RedisBinary;
import io.tiffin.fixture.RedisServer;
import io.tiffin.store.CacheRead;
import io.tiffin.store.RowCache.Lease;
import io.tiffin.store.RowChanges.Listener;
import io.tiffin.store.Standing;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class RedisRowChangesTests {

  private static final RowKey KEY = new RowKey("restaurant_live", "r/17 {%🍜}");

  private final Deadline ample = Deadline.in(Duration.ofSeconds(30), new FakeTicker());
  private final RedisBinary binary;
  private RedisServer server;
  private RedisRoom room;
  private RedisRoom other;
  private final Heard heard = new Heard();

  RedisRowChangesTests(RedisBinary binary) {
    this.binary = binary;
  }

  @BeforeEach
  void listen() {
    server = RedisServer.start(binary);
    room = RedisRoom.at(server);
    other = RedisRoom.at(server);
    room.changes().listen(heard);
    RedisRoom.eventually("told", () -> heard.contains("told true"));
  }

  @AfterEach
  void end() {
    other.close();
    room.close();
    server.close();
  }

  @Test
  void everythingCountsAsChangedBeforeChangesAreTold() {
    assertThat(heard.all()).containsExactly("told false", "any", "told true");
  }

  @Test
  void aRowWrittenByAnotherProcessIsTold() {
    heard.clear();

    put(other, 1);

    RedisRoom.eventually("told of the key", () -> heard.contains("changed " + KEY));
    assertThat(heard.all()).containsExactly("changed " + KEY);
  }

  @Test
  void aFlushChangesEverything() {
    heard.clear();

    var _ = server.execute("FLUSHALL");

    RedisRoom.eventually("told of any", () -> heard.contains("any"));
  }

  @Test
  void keysOfOthersAreNotTold() {
    heard.clear();

    var _ = server.execute("SET", "somebody:else", "1");
    var _ = server.execute("SET", "tiffin:nokey", "1");
    put(other, 1);

    RedisRoom.eventually("told of the key", () -> heard.contains("changed " + KEY));
    assertThat(heard.all()).containsExactly("changed " + KEY);
  }

  /** A near cache may hold what was read past this cache. */
  @Test
  void whatIsOutdatedIsToldThoughNothingStands() {
    heard.clear();

    var _ = other.cache().update(List.of(new Standing.AtLeast(KEY, 5)), ample);

    RedisRoom.eventually("told of the key", () -> heard.contains("changed " + KEY));
    assertThat(other.cache().find(List.of(KEY), ample)).containsExactly(new CacheRead.Miss());
  }

  @Test
  void leasesAreNoChanges() {
    heard.clear();

    assertThat(other.cache().lease(List.of(KEY), ample)).allMatch(Lease::granted);
    put(other, 1);

    RedisRoom.eventually("told of the key", () -> heard.contains("changed " + KEY));
    assertThat(heard.all()).containsExactly("changed " + KEY);
  }

  @Test
  void aLostConnectionIsToldAndTrackingBeginsAnew() {
    heard.clear();

    var _ = server.execute("CLIENT", "KILL", "TYPE", "normal");

    RedisRoom.eventually("told again", () -> heard.contains("told true"));
    assertThat(heard.all()).containsExactly("told false", "any", "any", "told true");
    heard.clear();
    other.connected();
    put(other, 1);
    RedisRoom.eventually("told of the key", () -> heard.contains("changed " + KEY));
  }

  @Test
  void aSilentServerIsALoss() {
    heard.clear();

    server.freeze();

    RedisRoom.eventually("told of the loss", () -> heard.contains("told false"));
    assertThat(heard.contains("any")).isTrue();
    server.thaw();
    RedisRoom.eventually("told again", () -> heard.contains("told true"));
  }

  private void put(RedisRoom writer, long revision) {
    Row row = new Row(KEY, revision, 1, "body".getBytes(UTF_8));
    assertThat(writer.store().put(List.of(row), ample)).containsOnly(new WriteOutcome.Applied());
  }

  /** Writes down what it is told. */
  private static final class Heard implements Listener {

    private final List<String> all = new CopyOnWriteArrayList<>();

    @Override
    public void changed(RowKey key) {
      all.add("changed " + key);
    }

    @Override
    public void changedAny() {
      all.add("any");
    }

    @Override
    public void told(boolean connected) {
      all.add("told " + connected);
    }

    List<String> all() {
      return List.copyOf(all);
    }

    boolean contains(String entry) {
      return all.contains(entry);
    }

    void clear() {
      all.clear();
    }
  }
}
