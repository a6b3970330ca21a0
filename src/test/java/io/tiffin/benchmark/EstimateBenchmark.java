package io.tiffin.benchmark;

import com.sun.management.ThreadMXBean;
import io.tiffin.TiffinApplication;
import io.tiffin.web.RawHttp;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Estimates per second over HTTP, as a share of what the same server does with a JSON POST that it
 * answers with {@code {}}.
 *
 * <p>The whole application runs in this process on a fresh embedded store, with whatever model it
 * is configured with, and is asked in a closed loop over keep-alive connections by this same
 * process, so that both kinds of request pay the same for the client. Restaurants are asked for by
 * a Zipf distribution over 200 identifiers that the store does not know: all look-ups are made and
 * find nothing. Rounds of both kinds alternate until estimates become no faster, and then five more
 * of each, of which the median counts. A closed loop hides stalls: these are throughputs, the
 * percentiles only tell a healthy round from a sick one.
 *
 * <pre>
 * ./mvnw -Pbench test -Dbenchmark.main=io.tiffin.benchmark.EstimateBenchmark -Dbenchmark="8 32"
 * </pre>
 *
 * Arguments: numbers of connections; {@code --name=value} goes to the application.
 */
public final class EstimateBenchmark {

  /** Rounds in a row that are no better than one before, until the JVM counts as warm. Chosen. */
  private static final int STEADY_ROUNDS = 4;

  /** A round is better if it answers this much more. Chosen. */
  private static final double BETTER = 1.03;

  private static final int MOST_WARM_UP_ROUNDS = 60;
  private static final int ROUNDS = 5;
  private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int RESTAURANTS = 200;

  private final int port;
  private final byte[] empty;
  private final byte[][] estimates = new byte[RESTAURANTS][];
  private final double[] zipf = new double[RESTAURANTS];

  private EstimateBenchmark(int port) {
    this.port = port;
    double sum = 0;
    for (int restaurant = 0; restaurant < RESTAURANTS; restaurant++) {
      estimates[restaurant] = request("/v1/estimates", restaurant);
      sum += 1.0 / (restaurant + 1);
      zipf[restaurant] = sum;
    }
    empty = request("/benchmark/empty", 0);
  }

  public static void main(String[] arguments) throws Exception {
    List<String> options = new ArrayList<>();
    List<Integer> connections = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.startsWith("--")) {
        options.add(argument);
      } else {
        connections.add(Integer.valueOf(argument));
      }
    }
    Path data = Files.createTempDirectory("tiffin-benchmark");
    options.addAll(
        List.of(
            "--server.port=0",
            "--management.server.port=0",
            "--tiffin.data-directory=" + data,
            "--logging.level.root=warn",
            "--spring.profiles.include=benchmark"));
    try (ConfigurableApplicationContext service =
        new SpringApplicationBuilder(TiffinApplication.class).run(options.toArray(String[]::new))) {
      Integer port =
          service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
      EstimateBenchmark benchmark = new EstimateBenchmark(port);
      for (int clients : connections.isEmpty() ? List.of(8, 32) : connections) {
        benchmark.compare(clients);
      }
    }
  }

  private void compare(int clients) throws Exception {
    warmUp(clients);
    List<Round> estimating = new ArrayList<>();
    List<Round> idling = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      estimating.add(run(clients, true));
      idling.add(run(clients, false));
    }
    Round estimate = Round.median(estimating);
    Round nothing = Round.median(idling);
    System.out.printf("%d connections%n", clients);
    System.out.printf("  estimate  %s%n", estimate);
    System.out.printf("  empty     %s%n", nothing);
    System.out.printf("  ratio     %.2f%n", estimate.perSecond() / nothing.perSecond());
  }

  /** The compiler shares two processors with what it compiles, and takes minutes on both kinds. */
  private void warmUp(int clients) throws Exception {
    double best = 0;
    int steady = 0;
    for (int round = 0; round < MOST_WARM_UP_ROUNDS && steady < STEADY_ROUNDS; round++) {
      double perSecond = run(clients, true).perSecond();
      var _ = run(clients, false);
      steady = perSecond > BETTER * best ? 0 : steady + 1;
      best = Math.max(best, perSecond);
    }
  }

  /** One round of one kind. */
  private Round run(int clients, boolean estimating) throws Exception {
    long until = System.nanoTime() + ROUND_NANOS;
    long allocated = allocated();
    List<Future<Client>> running = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(clients)) {
      for (int client = 0; client < clients; client++) {
        Client asking = new Client(client, estimating, until);
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
        latencies.getValueAtPercentile(50) / 1000,
        latencies.getValueAtPercentile(99) / 1000,
        (allocated() - allocated - ofClients) / count);
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
  }

  private static byte[] request(String path, int restaurant) {
    String order =
        "{\"restaurantId\":\"b-%d\",\"dropoff\":{\"lat\":52.5205,\"lon\":13.4095}}"
            .formatted(restaurant);
    return RawHttp.request(
        "POST", path, "application/json", order.getBytes(StandardCharsets.US_ASCII));
  }

  /** What one round came to. */
  private record Round(double perSecond, long p50Micros, long p99Micros, long bytes) {

    static Round median(List<Round> rounds) {
      return rounds.stream()
          .sorted(java.util.Comparator.comparingDouble(Round::perSecond))
          .toList()
          .get(rounds.size() / 2);
    }

    @Override
    public String toString() {
      return "%,9.0f/s  p50 %,6d µs  p99 %,6d µs  %,7d bytes allocated by the server each"
          .formatted(perSecond, p50Micros, p99Micros, bytes);
    }
  }

  /** One connection that asks again as soon as it is answered. */
  private final class Client {

    private final Histogram latencies = new Histogram(3);
    private final java.util.SplittableRandom random;
    private final boolean estimating;
    private final long until;
    private long allocated;

    Client(int seed, boolean estimating, long until) {
      this.random = new java.util.SplittableRandom(seed);
      this.estimating = estimating;
      this.until = until;
    }

    Client ask() throws IOException {
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      try (RawHttp connection = new RawHttp(port)) {
        for (long from = System.nanoTime(); from < until; from = System.nanoTime()) {
          int status = connection.exchange(next()).status();
          if (status != 200) {
            throw new IOException("answered " + status);
          }
          latencies.recordValue(System.nanoTime() - from);
        }
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
      return this;
    }

    private byte[] next() {
      if (!estimating) {
        return empty;
      }
      int at = Arrays.binarySearch(zipf, random.nextDouble(zipf[RESTAURANTS - 1]));
      return estimates[at < 0 ? -at - 1 : at];
    }
  }
}
