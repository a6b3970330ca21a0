package io.tiffin.benchmark;

import com.sun.management.ThreadMXBean;
import com.sun.net.httpserver.HttpServer;
import io.tiffin.TiffinApplication;
import io.tiffin.web.RawHttp;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What tracing costs: estimates per second over HTTP of a service that does not trace, and of one
 * that traces none, a tenth and all of its requests, as shares of the first.
 *
 * <p>Two services run in this process, each on a fresh embedded store, and are asked in turn, round
 * by round, in a closed loop over keep-alive connections. The one that traces leaves it to its
 * caller which requests are, and sends its spans to a collector in this process that reads and
 * forgets them. The median round counts.
 *
 * <pre>
 * ./mvnw -Pbench test -Dbenchmark.main=io.tiffin.benchmark.TracingBenchmark -Dbenchmark="8"
 * </pre>
 *
 * Argument: the number of connections, 8 if absent.
 */
public final class TracingBenchmark {

  private static final int WARM_UP_ROUNDS = 4;
  private static final int ROUNDS = 7;
  private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int RESTAURANTS = 200;

  /** What is compared; a negative share is a service that does not trace. */
  private enum Kind {
    OFF(-1),
    NONE(0),
    TENTH(0.1),
    ALL(1);

    private final double share;

    Kind(double share) {
      this.share = share;
    }
  }

  private final int plain;
  private final int traced;
  private final int connections;

  private TracingBenchmark(int plain, int traced, int connections) {
    this.plain = plain;
    this.traced = traced;
    this.connections = connections;
  }

  public static void main(String[] arguments) throws Exception {
    int connections = arguments.length == 0 ? 8 : Integer.parseInt(arguments[0]);
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/",
        exchange -> {
          var _ = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    String endpoint = "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces";
    try (ConfigurableApplicationContext plain = service();
        ConfigurableApplicationContext traced =
            service(
                "--management.tracing.export.enabled=true",
                "--management.tracing.sampling.probability=0",
                "--management.opentelemetry.tracing.export.otlp.endpoint=" + endpoint)) {
      new TracingBenchmark(port(plain), port(traced), connections).compare();
    } finally {
      collector.stop(0);
    }
  }

  private static ConfigurableApplicationContext service(String... options) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--management.server.port=0",
                "--tiffin.data-directory=" + Files.createTempDirectory("tiffin-benchmark"),
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn"));
    all.addAll(List.of(options));
    return new SpringApplicationBuilder(TiffinApplication.class).run(all.toArray(String[]::new));
  }

  private static int port(ConfigurableApplicationContext service) {
    return service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  private void compare() throws Exception {
    Map<Kind, List<Round>> rounds = new EnumMap<>(Kind.class);
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      for (Kind kind : Kind.values()) {
        Round told = run(kind);
        if (round >= 0) {
          rounds.computeIfAbsent(kind, _ -> new ArrayList<>()).add(told);
        }
      }
    }
    double off = median(rounds.getOrDefault(Kind.OFF, List.of())).perSecond();
    rounds.forEach((kind, told) -> {
      Round median = median(told);
      System.out.printf(
          "%-6s %,9.0f/s  p99 %,7d µs  %,7d bytes each  ratio %.3f%n",
          kind.name().toLowerCase(Locale.ROOT),
          median.perSecond(),
          median.p99Micros(),
          median.bytes(),
          median.perSecond() / off);
    });
  }

  private static Round median(List<Round> rounds) {
    return rounds.stream()
        .sorted(Comparator.comparingDouble(Round::perSecond))
        .toList()
        .get(rounds.size() / 2);
  }

  /** What a round came to; bytes are those of all threads but the callers'. */
  private record Round(double perSecond, long p99Micros, long bytes) {}

  private Round run(Kind kind) throws Exception {
    long until = System.nanoTime() + ROUND_NANOS;
    long before = threads().getTotalThreadAllocatedBytes();
    List<Future<Client>> running = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(connections)) {
      for (int client = 0; client < connections; client++) {
        Client asking = new Client(kind, client, until);
        running.add(executor.submit(asking::ask));
      }
    }
    Histogram latencies = new Histogram(3);
    long ofClients = 0;
    for (Future<Client> done : running) {
      latencies.add(done.get().latencies);
      ofClients += done.get().allocated;
    }
    long count = latencies.getTotalCount();
    return new Round(
        count * 1e9 / ROUND_NANOS,
        latencies.getValueAtPercentile(99) / 1000,
        (threads().getTotalThreadAllocatedBytes() - before - ofClients) / count);
  }

  private static ThreadMXBean threads() {
    return (ThreadMXBean) ManagementFactory.getThreadMXBean();
  }

  /** One connection that asks again as soon as it is answered. */
  private final class Client {

    private final Histogram latencies = new Histogram(3);
    private final Kind kind;
    private final SplittableRandom random;
    private final long until;
    private long allocated;

    Client(Kind kind, int seed, long until) {
      this.kind = kind;
      this.random = new SplittableRandom(seed);
      this.until = until;
    }

    Client ask() throws IOException {
      long before = threads().getCurrentThreadAllocatedBytes();
      try (RawHttp connection = new RawHttp(kind == Kind.OFF ? plain : traced)) {
        for (long from = System.nanoTime(); from < until; from = System.nanoTime()) {
          int status = connection.exchange(request()).status();
          if (status != 200) {
            throw new IOException("answered " + status);
          }
          latencies.recordValue(System.nanoTime() - from);
        }
      }
      allocated = threads().getCurrentThreadAllocatedBytes() - before;
      return this;
    }

    private byte[] request() {
      String flag = random.nextDouble() < kind.share ? "01" : "00";
      String order =
          "{\"restaurantId\":\"b-%d\",\"dropoff\":{\"lat\":52.5205,\"lon\":13.4095}}"
              .formatted(random.nextInt(RESTAURANTS));
      return """
      POST /v1/estimates HTTP/1.1\r
      Host: localhost\r
      Content-Type: application/json\r
      traceparent: 00-%016x%016x-%016x-%s\r
      Content-Length: %d\r
      \r
      %s\
      """
          .formatted(
              random.nextLong() | 1,
              random.nextLong(),
              random.nextLong() | 1,
              flag,
              order.length(),
              order)
          .getBytes(StandardCharsets.US_ASCII);
    }
  }
}
