package io.tiffin.benchmark;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.TiffinApplication;
import io.tiffin.feature.Catalogue;
import io.tiffin.model.BundleReader;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.LoadedVersion;
import io.tiffin.model.ModelLoader;
import io.tiffin.model.ServedStatus;
import io.tiffin.model.ServingModels;
import io.tiffin.model.ServingVersions;
import io.tiffin.web.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * What the answer costs while a shadow is asked about every order: the bundled model beside itself,
 * loaded twice, over HTTP at a steady rate. Rounds with and without a shadow alternate, so that
 * what else the machine does falls on both; a request is timed from when it was to be sent.
 *
 * <pre>
 * ./mvnw -Pbench test -Dbenchmark.main=io.tiffin.benchmark.ShadowBenchmark -Dbenchmark="200 src/main/resources/models/eta/1"
 * </pre>
 *
 * Arguments: requests per second, the bundle's directory.
 */
public final class ShadowBenchmark {

  private static final int WARM_UP_ROUNDS = 2;
  private static final int ROUNDS = 8;
  private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final int CONNECTIONS = 4;

  private final int port;
  private final long betweenNanos;

  private ShadowBenchmark(int port, int perSecond) {
    this.port = port;
    this.betweenNanos = TimeUnit.SECONDS.toNanos(CONNECTIONS) / perSecond;
  }

  public static void main(String[] arguments) throws Exception {
    Path bundle = Path.of(arguments[1]);
    try (ConfigurableApplicationContext service = start()) {
      Switch versions = service.getBean(Switch.class);
      versions.load(service, bundle);
      ShadowBenchmark benchmark =
          new ShadowBenchmark(
              service.getEnvironment().getRequiredProperty("local.server.port", Integer.class),
              Integer.parseInt(arguments[0]));
      benchmark.compare(versions, service.getBean(MeterRegistry.class));
    }
  }

  private void compare(Switch versions, MeterRegistry meters) throws Exception {
    Histogram with = new Histogram(3);
    Histogram without = new Histogram(3);
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      versions.shadowing = true;
      Histogram shadowed = round();
      versions.shadowing = false;
      Histogram alone = round();
      if (round >= 0) {
        with.add(shadowed);
        without.add(alone);
      }
    }
    print("with a shadow", with);
    print("without", without);
    System.out.printf(
        "ratio p50 %.2f, p99 %.2f%n", ratio(with, without, 50), ratio(with, without, 99));
    for (Counter counter : meters.get("tiffin.estimate.shadow").counters()) {
      System.out.printf("%s %,.0f%n", counter.getId().getTag("outcome"), counter.count());
    }
  }

  private static void print(String what, Histogram latencies) {
    System.out.printf(
        "%-14s p50 %,d µs, p99 %,d µs of %,d%n",
        what,
        latencies.getValueAtPercentile(50) / 1000,
        latencies.getValueAtPercentile(99) / 1000,
        latencies.getTotalCount());
  }

  private static double ratio(Histogram one, Histogram other, int percentile) {
    return (double) one.getValueAtPercentile(percentile) / other.getValueAtPercentile(percentile);
  }

  private Histogram round() throws Exception {
    long from = System.nanoTime();
    List<Future<Histogram>> running = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(CONNECTIONS)) {
      for (int connection = 0; connection < CONNECTIONS; connection++) {
        long first = from + connection * betweenNanos / CONNECTIONS;
        running.add(executor.submit(() -> ask(first, from + ROUND_NANOS)));
      }
    }
    Histogram all = new Histogram(3);
    for (Future<Histogram> done : running) {
      all.add(done.get());
    }
    return all;
  }

  private Histogram ask(long first, long until) throws IOException {
    Histogram latencies = new Histogram(3);
    try (RawHttp connection = new RawHttp(port)) {
      for (long due = first; due < until; due += betweenNanos) {
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        int status = connection.exchange(request(due)).status();
        if (status != 200) {
          throw new IOException("answered " + status);
        }
        latencies.recordValue(System.nanoTime() - due);
      }
    }
    return latencies;
  }

  private static byte[] request(long number) {
    String order =
        "{\"orderId\":\"o-%d\",\"restaurantId\":\"b-%d\",\"dropoff\":{\"lat\":52.5205,\"lon\":13.4095}}"
            .formatted(number, Math.floorMod(number / 1_000, 200));
    return RawHttp.request(
        "POST", "/v1/estimates", "application/json", order.getBytes(StandardCharsets.US_ASCII));
  }

  private static ConfigurableApplicationContext start() throws IOException {
    return new SpringApplicationBuilder(TiffinApplication.class)
        .initializers((GenericApplicationContext starting) ->
            starting.registerBean(
                Switch.class, () -> new Switch(), definition -> definition.setPrimary(true)))
        .run(
            "--server.port=0",
            "--management.server.port=0",
            "--tiffin.data-directory=" + Files.createTempDirectory("tiffin-benchmark"),
            "--tiffin.events.runtime=none",
            "--logging.level.root=error",
            "--spring.main.banner-mode=off");
  }

  /** The bundled model, alone or beside itself. */
  static final class Switch implements ServingModels {

    private volatile boolean shadowing;
    private volatile ServingVersions alone = ServingVersions.none("eta");
    private volatile ServingVersions shadowed = ServingVersions.none("eta");

    void load(ConfigurableApplicationContext service, Path directory)
        throws BundleRefusedException {
      service.getBean(ServedStatus.class).awaitLoaded();
      ModelLoader loader = service.getBean(ModelLoader.class);
      BundleReader reader = new BundleReader(service.getBean(Catalogue.class));
      LoadedVersion stable = new LoadedVersion(loader.load(reader.read(directory)));
      LoadedVersion shadow = new LoadedVersion(loader.load(reader.read(directory)));
      alone = new ServingVersions("eta", stable, null, 0, null, shadow);
      shadowed = new ServingVersions("eta", stable, null, 0, shadow, null);
    }

    @Override
    public ServingVersions serving() {
      return shadowing ? shadowed : alone;
    }

    @Override
    public Optional<ServingVersions> serving(String name) {
      return Optional.of(serving()).filter(versions -> versions.name().equals(name));
    }

    @Override
    public Set<String> names() {
      return Set.of("eta");
    }
  }
}
