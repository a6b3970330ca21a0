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
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many commands and connections Redis is asked for. */
class RedisCommandsTests {

  private static final int CALLERS = 32;
  private static final int LOOK_UPS = 20;

  private final Deadline ample = Deadline.in(Duration.ofSeconds(30), new FakeTicker());
  private RedisServer server;
  private RedisRoom room;
  private RedisFeatureStore store;

  @BeforeEach
  void start() {
    server = RedisServer.start(RedisBinary.BUNDLED);
    room = RedisRoom.at(server);
    store = room.store();
  }

  @AfterEach
  void end() {
    room.close();
    server.close();
  }

  @Test
  void oneLookUpIsOneCommand() {
    assertThat(find(keys(200))).hasSize(200);

    assertThat(calls("mget")).isEqualTo(1);
  }

  @Test
  void aLargeLookUpIsSplit() {
    assertThat(find(keys(1_000))).hasSize(1_000);

    assertThat(calls("mget")).isEqualTo(4);
  }

  @Test
  void concurrentLookUpsShareCommands() throws Exception {
    server.freeze(); // so that they meet, however the threads are scheduled
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch begun = new CountDownLatch(CALLERS);
      List<Future<List<Outcome>>> answers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        Callable<List<Outcome>> lookUp =
            () -> {
              begun.countDown();
              return find(keys(4));
            };
        answers.add(callers.submit(lookUp));
      }
      begun.await();
      server.thaw();
      for (Future<List<Outcome>> answer : answers) {
        assertThat(answer.get()).hasSize(4);
      }
    }

    assertThat(calls("mget")).isLessThan(CALLERS);
  }

  @Test
  void aBusyProcessAsksLessThanOnceALookUpOverTwoConnections() throws Exception {
    assertThat(find(keys(4))).hasSize(4);
    long before = calls("mget");
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CALLERS; i++) {
        callers.execute(() -> IntStream.range(0, LOOK_UPS).forEach(_ -> find(keys(4))));
      }
    }

    assertThat(calls("mget") - before).isLessThan((long) CALLERS * LOOK_UPS);
    assertThat(String.valueOf(server.execute("CLIENT", "LIST")).lines())
        .filteredOn(line -> line.contains("lib-name") || line.contains("resp=3"))
        .hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void aBulkLoadIsFewCommands() {
    List<Row> rows =
        IntStream.range(0, 10_000)
            .mapToObj(i -> new Row(new RowKey("v", "e" + i), 1, 1, "body".getBytes(UTF_8)))
            .toList();

    assertThat(store.put(rows, ample)).containsOnly(new WriteOutcome.Applied());

    assertThat(calls("evalsha") + calls("eval")).isLessThan(50);
    assertThat(server.execute("DBSIZE")).isEqualTo(10_000L);
  }

  private List<Outcome> find(List<RowKey> keys) {
    return store.find(new Query(keys, ample, Consistency.SOURCE));
  }

  private static List<RowKey> keys(int number) {
    return IntStream.range(0, number).mapToObj(i -> new RowKey("v", "e" + i)).toList();
  }

  private long calls(String command) {
    String statistics = String.valueOf(server.execute("INFO", "commandstats"));
    Matcher calls = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)").matcher(statistics);
    return calls.find() ? Long.parseLong(calls.group(1)) : 0;
  }
}
