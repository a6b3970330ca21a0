package io.tiffin.benchmark;

import io.tiffin.bulk.BulkCommand;
import io.tiffin.web.RawHttp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Orders a second of a file, read, estimated and written, as a ratio to estimates a second over
 * HTTP by the same stores and model.
 *
 * <p>The whole service runs in this process on an embedded store with a row under every key that is
 * asked for, by a distribution in which few restaurants have most orders. Its own parts estimate
 * the file, and answer one order a request in a closed loop over keep-alive connections. Rounds of
 * both alternate; the median round counts.
 *
 * <pre>
 * ./mvnw -Pbench test -Dbenchmark.main=io.tiffin.benchmark.BulkBenchmark -Dbenchmark="32 40000"
 * </pre>
 *
 * Arguments: the number of connections, and of orders in the file.
 */
public final class BulkBenchmark {

  private static final int WARM_UP_ROUNDS = 3;
  private static final int ROUNDS = 5;
  private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final RunningService service;
  private final SweptConnections connections;
  private final List<String> orders;
  private final Path file;
  private final Path estimates;
  private final SplittableRandom random = new SplittableRandom(1);

  private BulkBenchmark(RunningService service, SweptConnections connections, int orders)
      throws Exception {
    this.service = service;
    this.connections = connections;
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    this.orders = IntStream.range(0, orders).mapToObj(_ -> order(now)).toList();
    Path directory = Files.createTempDirectory("tiffin-bulk");
    file = Files.write(directory.resolve("orders.ndjson"), this.orders);
    estimates = directory.resolve("estimates.ndjson");
  }

  public static void main(String[] arguments) throws Exception {
    int clients = arguments.length == 0 ? 32 : Integer.parseInt(arguments[0]);
    int orders = arguments.length < 2 ? 40_000 : Integer.parseInt(arguments[1]);
    try (RunningService service = RunningService.start("tiffin.estimate.deadline=2s");
        SweptConnections connections = new SweptConnections(service.port(), clients)) {
      new BulkBenchmark(service, connections, orders).compare();
    }
    System.exit(0);
  }

  private String order(Instant now) {
    return "{\"restaurantId\":\"b-%d\",\"dropoff\":{\"lat\":52.5205,\"lon\":13.4095},\"placedAt\":\"%s\"}"
        .formatted((int) (RunningService.RESTAURANTS * Math.pow(random.nextDouble(), 3)), now);
  }

  private void compare() throws Exception {
    List<Double> files = new ArrayList<>();
    List<Double> requests = new ArrayList<>();
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      double ofFile = ordersPerSecond();
      double overHttp = requestsPerSecond();
      if (round >= 0) {
        files.add(ofFile);
        requests.add(overHttp);
      }
    }
    double ofFile = median(files);
    double overHttp = median(requests);
    System.out.printf(
        Locale.ROOT,
        "file %,.0f orders/s, HTTP %,.0f estimates/s, ratio %.1f%n",
        ofFile,
        overHttp,
        ofFile / overHttp);
  }

  private double ordersPerSecond() throws InterruptedException {
    long from = System.nanoTime();
    int status =
        new BulkCommand(System.out, System.err, () -> false)
            .execute(List.of(file.toString(), estimates.toString()), _ -> service.within());
    if (status != 0) {
      throw new IllegalStateException("ended with " + status);
    }
    return orders.size() * 1e9 / (System.nanoTime() - from);
  }

  private double requestsPerSecond() throws Exception {
    long from = System.nanoTime();
    long answered = connections.askUntil(from + ROUND_NANOS, this::request).getTotalCount();
    return answered * 1e9 / (System.nanoTime() - from);
  }

  private byte[] request() {
    byte[] body = orders.get(random.nextInt(orders.size())).getBytes(StandardCharsets.UTF_8);
    return RawHttp.request("POST", "/v1/estimates", "application/json", body);
  }

  private static double median(List<Double> figures) {
    return figures.stream().sorted().toList().get(figures.size() / 2);
  }
}
