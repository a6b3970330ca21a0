package io.tiffin.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.fixture.RedisBinary;
import io.tiffin.fixture.RedisServer;
import io.tiffin.store.redis.RedisStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * In real time, as two replicas on one Redis and one volume are, with the settings as they come.
 */
class TwoProcessesTests {

  private static final Duration AGREED = Duration.ofSeconds(5);

  @TempDir private Path directory;

  @Test
  void twoProcessesOnOneRedisAgreeWithinFiveSecondsAndOneJudges() throws Exception {
    FakeGate gate = new FakeGate();
    Shelf shelf = new Shelf(directory.resolve("models"));
    shelf.put("eta", 1);
    try (RedisServer redis = RedisServer.start(RedisBinary.BUNDLED);
        RedisStores ones = RedisStores.at(redis);
        RedisStores others = RedisStores.at(redis);
        RunningRegistry one = start(ones, gate, "one");
        RunningRegistry other = start(others, gate, "other")) {
      await().atMost(AGREED).until(() -> bothServe(one, other, "1"));

      shelf.put("eta", 2);

      await().atMost(AGREED).until(() -> bothServe(one, other, "2"));
      assertThat(gate.judged).containsExactly("1", "2 against 1");

      assertThat(other.room.operations.retire("eta", "2"))
          .isInstanceOf(ModelOperations.Answer.Done.class);
      assertThat(other.serving()).isEqualTo("1");
      await().atMost(AGREED).until(() -> one.serving().equals("1"));
    }
  }

  private RunningRegistry start(RedisStores stores, FakeGate gate, String process) {
    return RunningRegistry.start(
        directory, stores.open(), gate, new FakeLoader(), process, Map.of());
  }

  private static boolean bothServe(RunningRegistry one, RunningRegistry other, String version) {
    return one.serving().equals(version) && other.serving().equals(version);
  }
}
