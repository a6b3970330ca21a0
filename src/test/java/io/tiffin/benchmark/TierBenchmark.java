package io.tiffin.benchmark;

import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import io.tiffin.batching.Deadline;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.RedisBinary;
import io.tiffin.fixture.RedisServer;
import io.tiffin.fixture.RespClient;
import io.tiffin.fixture.TieredStore;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.StoreTier;
import io.tiffin.store.WriteOutcome;
import io.tiffin.web.RawHttp;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * What the tiers cost and what they save, as ratios of two things measured in this run: a real
 * Redis is started on this machine, and the service and its callers share the machine with it.
 *
 * <ul>
 *   <li>{@code near}: what the near cache's hit path takes of an estimate's two look-ups
 *   <li>{@code redis}: commands per estimate, look-ups against a loop of GET, bytes per entity
 *   <li>{@code dead}: estimates with Redis dead against the same with Redis healthy
 *   <li>{@code caches}: look-ups and estimates with caches against without
 *   <li>{@code clients}: 4,000 callers over HTTP, and Redis' connections
 * </ul>
 *
 * <p>Restaurants are asked for with a density that falls as the square root of the cube: half of
 * the questions are about an eighth of them. Closed loops hide stalls; only {@code clients} is
 * timed from the scheduled send.
 *
 * <pre>
 * ./mvnw -Pbench test -Dbenchmark.main=io.tiffin.benchmark.TierBenchmark -Dbenchmark="near redis dead caches clients"
 * </pre>
 */
public final class TierBenchmark {

  private static final int KEYS_OF_AN_ESTIMATE = 10;
  private static final int ENTITIES = 1_000;
  private static final int ENTITIES_PER_LOOKUP = 4;
  private static final int BODY_BYTES = 212;
  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final Duration ROUND = Duration.ofSeconds(3);

  private TierBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    for (String section : arguments) {
      switch (section) {
        case "near" -> nearCache();
        case "redis" -> redis();
        case "dead" -> dead();
        case "caches" -> caches();
        case "clients" -> clients();
        default -> throw new IllegalArgumentException("no section " + section);
      }
    }
  }

  private static void nearCache() {
    StoreTier memory =
        new StoreTier(
            "in-memory",
            StoreTier.Reach.PROCESS,
            new StoreTier.Role.SourceOfTruth(InMemoryFeatureStore::new));
    Catalogue none = new Catalogue(List.of());
    try (TieredStore tiers =
        TieredStore.open(none, List.of(memory), "tiffin.store.tiers=near-cache,in-memory")) {
      List<RowKey> keys = put(tiers.store(), KEYS_OF_AN_ESTIMATE);
      List<Outcome> known =
          keys.stream().<Outcome>map(key -> new Outcome.Absent(0, tiers.store().source())).toList();
      Cost nothing = cost(keys, query -> known.subList(0, query.keys().size()));
      Cost near = cost(keys, tiers.store()::find);
      System.out.printf(
          "near cache: two look-ups of %d keys that all hit add %.2f µs and %d bytes to an"
              + " estimate%n",
          KEYS_OF_AN_ESTIMATE,
          (near.nanos() - nothing.nanos()) / 1_000,
          near.bytes() - nothing.bytes());
    }
  }

  /** What the two look-ups of an estimate take at least. */
  private record Cost(double nanos, long bytes) {}

  private static Cost cost(List<RowKey> keys, Finder finder) {
    List<RowKey> first = keys.subList(0, 3);
    List<RowKey> second = keys.subList(3, keys.size());
    Deadline ample = Deadline.in(Duration.ofHours(1), System::nanoTime);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double leastNanos = Double.MAX_VALUE;
    long leastBytes = Long.MAX_VALUE;
    int times = 200_000;
    int found = 0;
    for (int round = 0; round < 20; round++) {
      long bytes = threads.getCurrentThreadAllocatedBytes();
      long from = System.nanoTime();
      for (int i = 0; i < times; i++) {
        found += finder.find(new Query(first, ample, Consistency.NEAREST)).size();
        found += finder.find(new Query(second, ample, Consistency.NEAREST)).size();
      }
      leastNanos = Math.min(leastNanos, (System.nanoTime() - from) / (double) times);
      leastBytes = Math.min(leastBytes, (threads.getCurrentThreadAllocatedBytes() - bytes) / times);
    }
    if (found != 20 * times * keys.size()) {
      throw new IllegalStateException("not all were answered");
    }
    return new Cost(leastNanos, leastBytes);
  }

  /** A look-up. */
  @FunctionalInterface
  private interface Finder {
    List<Outcome> find(Query query);
  }

  private static void redis() throws Exception {
    try (RedisServer server = RedisServer.start(RedisBinary.INSTALLED)) {
      String port = "spring.data.redis.port=" + server.port();
      try (TieredStore tiers =
          TieredStore.open(new Catalogue(List.of()), List.of(), "tiffin.store.tiers=redis", port)) {
        List<RowKey> keys = put(tiers.store(), ENTITIES);
        EntityBytes.Measured bytes = EntityBytes.measure(server, "tiffin:versions/e0");
        System.out.printf(
            "redis: 50 floats take %d bytes; ÷ %d as hashed fields with protobuf values = %.2f,"
                + " ÷ %d as named fields = %.2f, ÷ 970 published of a known feature store ="
                + " %.2f%n",
            bytes.packed(),
            bytes.byHash(),
            bytes.packed() / (double) bytes.byHash(),
            bytes.byName(),
            bytes.packed() / (double) bytes.byName(),
            bytes.packed() / 970.);
        double loop = getLoop(server);
        for (int threads : new int[] {1, 8, 32, 128}) {
          var _ = lookUps(tiers.store(), keys, threads, WARM_UP);
          long commands = RedisCommands.readsOf(server);
          long total = lookUps(tiers.store(), keys, threads, ROUND).getTotalCount();
          double perSecond = total / (double) ROUND.toSeconds();
          System.out.printf(
              "redis: %d threads, %,.0f entities/s by look-ups of %d ÷ %,.0f/s by a loop of GET on"
                  + " one connection = %.1f; %.3f commands per look-up%n",
              threads,
              perSecond * ENTITIES_PER_LOOKUP,
              ENTITIES_PER_LOOKUP,
              loop,
              perSecond * ENTITIES_PER_LOOKUP / loop,
              (RedisCommands.readsOf(server) - commands) / (double) total);
        }
      }
      try (RunningService service = RunningService.start("tiffin.store.tiers=redis", port)) {
        for (int threads : new int[] {1, 8, 32}) {
          long commands = RedisCommands.readsOf(server);
          Histogram estimates = service.estimates(threads, ROUND);
          System.out.printf(
              "redis: %d threads, %.2f commands per estimate without a near cache; %s%n",
              threads,
              (RedisCommands.readsOf(server) - commands) / (double) estimates.getTotalCount(),
              told(estimates));
        }
      }
    }
  }

  private static double getLoop(RedisServer server) throws IOException {
    long count = 0;
    try (RespClient client = server.connect()) {
      long from = System.nanoTime();
      for (; System.nanoTime() - from < ROUND.toNanos(); count++) {
        var _ = client.execute("GET", "tiffin:versions/e" + count % ENTITIES);
      }
    }
    return count / (double) ROUND.toSeconds();
  }

  /** Look-ups in a closed loop, in nanoseconds each. */
  private static Histogram lookUps(
      FeatureStore store, List<RowKey> keys, int threads, Duration duration)
      throws InterruptedException {
    ConcurrentHistogram taken = new ConcurrentHistogram(3);
    long until = System.nanoTime() + duration.toNanos();
    List<Thread> running =
        Stream.iterate(0, i -> i < threads, i -> i + 1)
            .map(seed -> Thread.ofVirtual().start(() -> lookUp(store, keys, seed, until, taken)))
            .toList();
    for (Thread thread : running) {
      thread.join();
    }
    return taken;
  }

  private static void lookUp(
      FeatureStore store, List<RowKey> keys, int seed, long until, Histogram taken) {
    SplittableRandom random = new SplittableRandom(seed);
    for (long from = System.nanoTime(); from < until; from = System.nanoTime()) {
      int at = random.nextInt(keys.size() - ENTITIES_PER_LOOKUP);
      Deadline deadline = Deadline.in(Duration.ofSeconds(1), System::nanoTime);
      find(store, keys.subList(at, at + ENTITIES_PER_LOOKUP), deadline);
      taken.recordValue(System.nanoTime() - from);
    }
  }

  private static void dead() throws Exception {
    try (RedisServer server = RedisServer.start(RedisBinary.INSTALLED);
        RunningService service =
            RunningService.start(
                "tiffin.store.tiers=near-cache,redis,rocksdb",
                "spring.data.redis.port=" + server.port())) {
      var _ = service.estimates(8, ROUND);
      Histogram healthy = service.estimates(8, ROUND.multipliedBy(2));
      server.kill();
      Histogram dead = service.estimates(8, ROUND.multipliedBy(2));
      System.out.printf(
          "redis dead, near-cache hits: p99 ÷ healthy = %.2f%n  healthy %s%n  dead    %s%n",
          dead.getValueAtPercentile(99) / (double) healthy.getValueAtPercentile(99),
          told(healthy),
          told(dead));
    }
  }

  private static void caches() throws Exception {
    try (RedisServer server = RedisServer.start(RedisBinary.INSTALLED)) {
      String port = "spring.data.redis.port=" + server.port();
      for (String source : List.of("redis", "rocksdb")) {
        Latencies without = latencies("tiffin.store.tiers=" + source, port);
        Latencies with = latencies("tiffin.store.tiers=near-cache," + source, port);
        System.out.printf(
            "%s: look-ups %s; with a near cache %s: ÷ %s%n",
            source,
            told(without.lookUps()),
            told(with.lookUps()),
            ratio(with.lookUps(), without.lookUps()));
        System.out.printf(
            "%s: estimates %s; with a near cache %s: ÷ %s%n",
            source,
            told(without.estimates()),
            told(with.estimates()),
            ratio(with.estimates(), without.estimates()));
      }
    }
  }

  /** Of 8 callers, in nanoseconds. */
  private record Latencies(Histogram lookUps, Histogram estimates) {}

  private static Latencies latencies(String... properties) throws Exception {
    try (RunningService service = RunningService.start(properties)) {
      List<RowKey> keys = put(service.store(), ENTITIES);
      var _ = lookUps(service.store(), keys, 8, WARM_UP);
      Histogram lookUps = lookUps(service.store(), keys, 8, ROUND);
      var _ = service.estimates(8, ROUND);
      return new Latencies(lookUps, service.estimates(8, ROUND.multipliedBy(2)));
    }
  }

  private static String ratio(Histogram one, Histogram other) {
    return "p50 %.2f, p99 %.2f"
        .formatted(
            one.getValueAtPercentile(50) / (double) other.getValueAtPercentile(50),
            one.getValueAtPercentile(99) / (double) other.getValueAtPercentile(99));
  }

  /**
   * Each caller keeps a connection and asks every four seconds, timed from when it should have. The
   * first round of each is for connecting, and does not count.
   */
  private static void clients() throws Exception {
    int callers = 4_000;
    Duration every = Duration.ofSeconds(4);
    try (RedisServer server = RedisServer.start(RedisBinary.INSTALLED);
        RunningService service =
            RunningService.start(
                "tiffin.store.tiers=redis", "spring.data.redis.port=" + server.port())) {
      var _ = service.estimates(32, ROUND);
      ConcurrentHistogram latencies = new ConcurrentHistogram(3);
      LongAdder refused = new LongAdder();
      long begin = System.nanoTime() + Duration.ofSeconds(3).toNanos();
      List<Thread> running = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        long first = begin + every.toNanos() * caller / callers;
        int restaurant = caller % RunningService.RESTAURANTS;
        running.add(
            Thread.ofVirtual()
                .start(() -> call(service.port(), restaurant, first, every, latencies, refused)));
      }
      LockSupport.parkNanos(begin + every.toNanos() * 3 - System.nanoTime());
      String info = String.valueOf(server.execute("INFO", "clients"));
      for (Thread thread : running) {
        thread.join();
      }
      System.out.printf(
          "%,d clients, %,d requests/s: %s; refused %d; Redis has %s%n",
          callers,
          callers / every.toSeconds(),
          told(latencies),
          refused.sum(),
          info.lines().filter(line -> line.startsWith("connected_clients")).findFirst().orElse(""));
    }
  }

  private static void call(
      int port,
      int restaurant,
      long first,
      Duration every,
      ConcurrentHistogram latencies,
      LongAdder refused) {
    byte[] request =
        RawHttp.request(
            "POST",
            "/v1/estimates",
            "application/json",
            "{\"restaurantId\":\"b-%d\",\"dropoff\":{\"lat\":52.5205,\"lon\":13.4095}}"
                .formatted(restaurant)
                .getBytes(StandardCharsets.US_ASCII));
    try (RawHttp connection = new RawHttp(port)) {
      for (int i = 0; i < 5; i++) {
        long scheduled = first + i * every.toNanos();
        for (long left = scheduled - System.nanoTime();
            left > 0;
            left = scheduled - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        boolean answered = connection.exchange(request).status() == 200;
        if (i > 0 && answered) {
          latencies.recordValue(System.nanoTime() - scheduled);
        } else if (!answered) {
          refused.increment();
        }
      }
    } catch (IOException e) {
      refused.increment();
    }
  }

  /** Writes rows of 50 floats; returns when they are stored. */
  static List<RowKey> put(FeatureStore store, int entities) {
    List<Row> rows = new ArrayList<>();
    byte[] body = new byte[BODY_BYTES];
    Arrays.fill(body, (byte) 7);
    long now = Instant.now().getEpochSecond() * 1_000_000;
    for (int i = 0; i < entities; i++) {
      rows.add(new Row(new RowKey("versions", "e" + i), 1, now, body));
    }
    // the first connection is made behind the callers' backs
    await("a store that takes rows")
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            store.put(rows, Deadline.in(Duration.ofSeconds(5), System::nanoTime)).stream()
                .noneMatch(WriteOutcome.Failed.class::isInstance));
    return rows.stream().map(Row::key).toList();
  }

  private static void find(FeatureStore store, List<RowKey> keys, Deadline deadline) {
    for (Outcome outcome : store.find(new Query(keys, deadline, Consistency.NEAREST))) {
      if (outcome instanceof Outcome.Absent) {
        throw new IllegalStateException("not found: " + outcome);
      }
    }
  }

  private static String told(Histogram nanos) {
    return "%,d, p50 %,d µs, p99 %,d µs"
        .formatted(
            nanos.getTotalCount(),
            nanos.getValueAtPercentile(50) / 1_000,
            nanos.getValueAtPercentile(99) / 1_000);
  }
}
