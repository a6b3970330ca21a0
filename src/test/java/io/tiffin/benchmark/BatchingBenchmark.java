package io.tiffin.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.tiffin.web.RawHttp;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * What putting model calls together brings over HTTP: estimates per second with {@code
 * tiffin.model.batching} ÷ without at saturation, and the p50 at a tenth of what the service
 * without it could do. Two whole services run in this process, on stores that hold what is asked
 * for, and take turns; this process also asks, by a thread that sweeps over keep-alive connections.
 * Medians of the rounds. The second ratio is of processor time, of service and caller together: it
 * says the same when other work takes the processors away.
 *
 * <pre>
 * ./mvnw -Pbench test -Dbenchmark.main=io.tiffin.benchmark.BatchingBenchmark -Dbenchmark="9 64"
 * </pre>
 *
 * Arguments: rounds, connections; {@code name=value} goes to both services.
 */
final class BatchingBenchmark {

  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final int WARM_UP_ROUNDS = 12;
  private static final int PACED = 300;

  private final int connections;
  private final List<Side> sides = new ArrayList<>();

  private BatchingBenchmark(int connections) {
    this.connections = connections;
  }

  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[0]);
    BatchingBenchmark benchmark = new BatchingBenchmark(Integer.parseInt(arguments[1]));
    String[] properties = Stream.of(arguments).skip(2).toArray(String[]::new);
    try (RunningService off = start("off", "tiffin.model.batching=false", properties);
        RunningService on = start("on", "tiffin.model.batching=true", properties)) {
      benchmark.sides.add(new Side(off));
      benchmark.sides.add(new Side(on));
      benchmark.saturate(rounds);
      benchmark.pace(rounds);
    }
    System.exit(0);
  }

  private static RunningService start(String name, String batching, String... properties)
      throws IOException {
    return RunningService.start(
        Stream.concat(Stream.of(batching, "spring.application.name=" + name), Stream.of(properties))
            .toArray(String[]::new));
  }

  private void saturate(int rounds) throws Exception {
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      for (Side side : sides) {
        side.saturate(connections, round >= 0);
      }
    }
    print("off", sides.getFirst());
    print("on", sides.getLast());
    System.out.printf(
        "%d connections: on ÷ off in estimates/s %.2f, in estimates/s of processor time %.2f%n",
        connections,
        median(sides.getLast().perSecond) / median(sides.getFirst().perSecond),
        median(sides.getLast().perCpuSecond) / median(sides.getFirst().perCpuSecond));
  }

  private static void print(String name, Side side) {
    System.out.printf(
        "  %-4s %,8.0f/s  %,8.0f/s of processor time  p50 %,6.0f us  p99 %,7.0f us%n",
        name,
        median(side.perSecond),
        median(side.perCpuSecond),
        median(side.p50),
        median(side.p99));
  }

  private void pace(int rounds) throws Exception {
    double perSecond = median(sides.getFirst().perSecond) / 10;
    for (int round = -1; round < rounds; round++) {
      for (Side side : sides) {
        side.pace(perSecond, round >= 0);
      }
    }
    double off = median(sides.getFirst().pacedP50);
    double on = median(sides.getLast().pacedP50);
    System.out.printf(
        "%,.0f/s: p50 on %.0f us ÷ off %.0f us = %.2f%n", perSecond, on, off, on / off);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  /** One of the services, and what was measured of it. */
  private static final class Side {

    private final int port;
    private final SplittableRandom random = new SplittableRandom(7);
    private final byte[][] requests = new byte[RunningService.RESTAURANTS][];
    private final List<Double> perSecond = new ArrayList<>();
    private final List<Double> perCpuSecond = new ArrayList<>();
    private final List<Double> p50 = new ArrayList<>();
    private final List<Double> p99 = new ArrayList<>();
    private final List<Double> pacedP50 = new ArrayList<>();

    Side(RunningService service) {
      port = service.port();
      for (int restaurant = 0; restaurant < requests.length; restaurant++) {
        String order =
            "{\"restaurantId\":\"b-%d\",\"dropoff\":{\"lat\":52.5205,\"lon\":13.4095}}"
                .formatted(restaurant);
        requests[restaurant] =
            RawHttp.request(
                "POST",
                "/v1/estimates",
                "application/json",
                order.getBytes(StandardCharsets.US_ASCII));
      }
    }

    private byte[] next() {
      return requests[(int) (requests.length * Math.pow(random.nextDouble(), 3))];
    }

    void saturate(int connections, boolean counts) throws IOException {
      try (SweptConnections swept = new SweptConnections(port, connections)) {
        long cpu = cpuNanos();
        long from = System.nanoTime();
        Histogram latencies = swept.askUntil(from + ROUND.toNanos(), this::next);
        long took = System.nanoTime() - from;
        if (counts) {
          perSecond.add(latencies.getTotalCount() * 1e9 / took);
          perCpuSecond.add(latencies.getTotalCount() * 1e9 / (cpuNanos() - cpu));
          p50.add(latencies.getValueAtPercentile(50) / 1e3);
          p99.add(latencies.getValueAtPercentile(99) / 1e3);
        }
      }
    }

    /** One request after another on one connection, each begun when it is due. */
    void pace(double rate, boolean counts) throws IOException {
      Histogram latencies = new Histogram(3);
      try (SweptConnections one = new SweptConnections(port, 1)) {
        long due = System.nanoTime();
        for (int request = 0; request < PACED; request++) {
          due += (long) (-Math.log(1 - random.nextDouble()) * 1e9 / rate);
          LockSupport.parkNanos(due - System.nanoTime());
          latencies.recordValue(one.ask(next()));
        }
      }
      if (counts) {
        pacedP50.add(latencies.getValueAtPercentile(50) / 1e3);
      }
    }

    private static long cpuNanos() {
      return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
          .getProcessCpuTime();
    }
  }
}
