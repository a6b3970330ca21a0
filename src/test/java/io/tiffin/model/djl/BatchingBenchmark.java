package io.tiffin.model.djl;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.fixture.RealTicker;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleReader;
import io.tiffin.model.Examples;
import io.tiffin.model.Inference;
import io.tiffin.model.Model;
import io.tiffin.model.ModelLoader;
import io.tiffin.model.ModelPools;
import io.tiffin.model.ModelTrial;
import io.tiffin.model.PoolSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What putting calls together brings at the model's port, without HTTP: rows per second of callers
 * on virtual threads that ask again as soon as they are answered, with batching and without, for
 * one and two instances. The bundled model; one row a call, or as many as said. Rounds of half a
 * second alternate between all of them, medians are printed, and the ratio to no batching with as
 * many instances.
 *
 * <pre>
 * ./mvnw -Pbench test -Dbenchmark.main=io.tiffin.model.djl.BatchingBenchmark -Dbenchmark="9 64 1"
 * </pre>
 *
 * Arguments: rounds, callers, rows of a call; then numbers of rows per batch to compare, by default
 * that of the product.
 */
final class BatchingBenchmark {

  private static final Path MODEL = Path.of("src/main/resources/models/eta/1");
  private static final Ticker TICKER = new RealTicker();
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int WARM_UP_ROUNDS = 4;

  private final int callers;
  private final int rowsOfCall;
  private final Map<String, Measured> measured = new LinkedHashMap<>();

  private BatchingBenchmark(int callers, int rowsOfCall) {
    this.callers = callers;
    this.rowsOfCall = rowsOfCall;
  }

  public static void main(String[] arguments) throws Exception {
    List<Integer> numbers = new ArrayList<>();
    for (String argument : arguments) {
      numbers.add(Integer.valueOf(argument));
    }
    BatchingBenchmark benchmark = new BatchingBenchmark(numbers.get(1), numbers.get(2));
    List<Integer> caps = numbers.subList(3, numbers.size());
    for (int instances = 1; instances <= 2; instances++) {
      benchmark.add(new PoolSize(instances, 10_000, false, 1));
      for (int cap : caps.isEmpty() ? List.of(PoolSize.BATCH_ROWS) : caps) {
        benchmark.add(new PoolSize(instances, 10_000, true, cap));
      }
    }
    benchmark.run(numbers.getFirst());
    System.exit(0);
  }

  private void add(PoolSize size) throws Exception {
    Measured one = new Measured(size);
    measured.put(one.name(), one);
  }

  private void run(int rounds) throws Exception {
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      for (Measured one : measured.values()) {
        one.round(round >= 0);
      }
    }
    System.out.printf("%d callers, %d rows a call%n", callers, rowsOfCall);
    for (Measured one : measured.values()) {
      one.print(measured.get(one.nameOfReference()));
    }
  }

  /** A model with one way of taking calls. */
  private final class Measured {

    private final PoolSize size;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Model model;
    private final List<Double> rowsPerSecond = new ArrayList<>();
    private final List<Long> p50 = new ArrayList<>();
    private final List<Long> p99 = new ArrayList<>();

    Measured(PoolSize size) throws Exception {
      this.size = size;
      Catalogue catalogue = ProductCatalogue.read();
      Bundle bundle = new BundleReader(catalogue).read(MODEL);
      model =
          ModelLoader.of(
                  List.of(Bundles.tensorFlow()),
                  new ModelPools(size, registry, TICKER),
                  new ModelTrial(catalogue, TICKER))
              .load(bundle);
    }

    String name() {
      return size.isBatching()
          ? "batches of " + size.batchRows() + ", instances " + size.instances()
          : nameOfReference();
    }

    String nameOfReference() {
      return "no batching, instances " + size.instances();
    }

    void round(boolean counts) throws InterruptedException {
      long until = TICKER.nanos() + ROUND_NANOS;
      List<Histogram> each = new ArrayList<>();
      List<Thread> running = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        Histogram latencies = new Histogram(3);
        each.add(latencies);
        running.add(Thread.startVirtualThread(() -> ask(latencies, until)));
      }
      for (Thread thread : running) {
        thread.join();
      }
      Histogram all = new Histogram(3);
      each.forEach(all::add);
      if (counts) {
        rowsPerSecond.add(all.getTotalCount() * rowsOfCall * 1e9 / ROUND_NANOS);
        p50.add(all.getValueAtPercentile(50));
        p99.add(all.getValueAtPercentile(99));
      }
    }

    private void ask(Histogram latencies, long until) {
      for (long from = TICKER.nanos(); from < until; from = TICKER.nanos()) {
        Examples examples = new Examples(model.manifest().inputs(), rowsOfCall);
        Inference inference = model.run(examples, Deadline.in(Duration.ofSeconds(10), TICKER));
        if (inference instanceof Inference.Failed failed) {
          throw new IllegalStateException(failed.message(), failed.cause());
        }
        latencies.recordValue(TICKER.nanos() - from);
      }
    }

    void print(Measured reference) {
      DistributionSummary rows = registry.get("tiffin.model.batch.size").summary();
      System.out.printf(
          "  %-32s %,10.0f rows/s  %5.2f x  p50 %,6d us %.2f x  p99 %,6d us  %5.1f rows a batch  "
              + "expected %.0f + %.2f us a row%n",
          name(),
          median(rowsPerSecond),
          median(rowsPerSecond) / median(reference.rowsPerSecond),
          median(p50) / 1000,
          (double) median(p50) / median(reference.p50),
          median(p99) / 1000,
          rows.mean(),
          registry.get("tiffin.model.expected.constant").gauge().value() * 1e6,
          registry.get("tiffin.model.expected.per.order").gauge().value() * 1e6);
    }

    private static <T extends Comparable<T>> T median(List<T> values) {
      return values.stream().sorted().toList().get(values.size() / 2);
    }
  }
}
