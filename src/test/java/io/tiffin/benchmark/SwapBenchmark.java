package io.tiffin.benchmark;

import io.tiffin.gate.GateReport;
import io.tiffin.gate.ModelGate;
import io.tiffin.model.Manifest;
import io.tiffin.model.ManifestWriter;
import io.tiffin.model.ServingModels;
import io.tiffin.registry.ModelOperations;
import io.tiffin.registry.ModelOperations.Answer;
import io.tiffin.registry.ModelOperations.Waiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * What callers notice of a swap: the 99th percentile of estimates that were due while another
 * version was loaded, warmed and swapped in, ÷ that of those due in between. The load is constant
 * and open: estimates are due at fixed times, over restaurants by Zipf's law nearly, and timed from
 * when they were due. The gate is left out, as it is to a version that was judged before.
 *
 * <pre>
 * ./mvnw -Pbench test -Dbenchmark.main=io.tiffin.benchmark.SwapBenchmark -Dbenchmark="200 12"
 * </pre>
 *
 * Arguments: estimates per second, swaps.
 */
public final class SwapBenchmark {

  private static final long PAUSE_NANOS = 4_000_000_000L;

  private final RunningService service;
  private final Histogram steady = new ConcurrentHistogram(3);
  private final Histogram swapping = new ConcurrentHistogram(3);
  private final AtomicLong fallbacks = new AtomicLong();
  private volatile boolean swaps;
  private volatile boolean counts;
  private volatile boolean over;

  private SwapBenchmark(RunningService service) {
    this.service = service;
  }

  public static void main(String[] arguments) throws Exception {
    int rate = arguments.length < 1 ? 200 : Integer.parseInt(arguments[0]);
    int swaps = arguments.length < 2 ? 12 : Integer.parseInt(arguments[1]);
    Path repository = Files.createTempDirectory("tiffin-models");
    try (RunningService service =
        RunningService.start(
            context ->
                context.registerBean(
                    "everything passes",
                    ModelGate.class,
                    () -> SwapBenchmark::accept,
                    definition -> definition.setPrimary(true)),
            "tiffin.model.repository=" + repository,
            "tiffin.model.new-versions=wait")) {
      new SwapBenchmark(service).run(repository, rate, swaps);
    }
  }

  private void run(Path repository, int rate, int count) throws Exception {
    Manifest manifest =
        Objects.requireNonNull(service.bean(ServingModels.class).serving().stable()).manifest();
    for (int swap = 0; swap < count; swap++) {
      copy(repository, manifest, swap + 2L);
    }
    Thread load = Thread.ofPlatform().start(() -> estimates(rate));
    pause(); // until the path is warm
    counts = true;
    long longest = 0;
    for (int swap = 0; swap < count; swap++) {
      pause();
      long begun = System.nanoTime();
      swaps = true;
      activate(manifest.name(), swap + 2L);
      swaps = false;
      longest = Math.max(longest, System.nanoTime() - begun);
    }
    over = true;
    load.join();
    System.out.printf(
        "%d estimates/s; steady p50 %.2f ms, p99 %.2f ms (%d); during %d swaps p50 %.2f ms, p99 %.2f ms (%d); p99 ÷ %.2f; longest swap %.0f ms; %d estimates not by a model%n",
        rate,
        steady.getValueAtPercentile(50) / 1e6,
        steady.getValueAtPercentile(99) / 1e6,
        steady.getTotalCount(),
        count,
        swapping.getValueAtPercentile(50) / 1e6,
        swapping.getValueAtPercentile(99) / 1e6,
        swapping.getTotalCount(),
        (double) swapping.getValueAtPercentile(99) / steady.getValueAtPercentile(99),
        longest / 1e6,
        fallbacks.get());
  }

  private void activate(String name, long version) {
    ModelOperations operations = service.bean(ModelOperations.class);
    Answer answer = operations.activate(name, Long.toString(version), new Waiver.None());
    if (!(answer instanceof Answer.Done)) {
      throw new IllegalStateException(answer.toString());
    }
  }

  private void estimates(int rate) {
    long every = 1_000_000_000L / rate;
    long due = System.nanoTime();
    for (int number = 0; !over; number++) {
      due += every;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      long from = due;
      int restaurant = (int) (RunningService.RESTAURANTS * Math.pow((number * 0.618) % 1, 3));
      Histogram histogram = swaps ? swapping : steady;
      Thread.ofVirtual().start(() -> estimate(restaurant, from, histogram));
    }
  }

  private void estimate(int restaurant, long due, Histogram histogram) {
    String by = service.estimate(restaurant).answeredBy().name();
    if (counts) {
      histogram.recordValue(System.nanoTime() - due);
      if (by.equals("physical")) {
        fallbacks.incrementAndGet();
      }
    }
  }

  private static void pause() {
    long until = System.nanoTime() + PAUSE_NANOS;
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  private static GateReport accept(
      io.tiffin.model.Bundle candidate, io.tiffin.model.Bundle serving) {
    return new GateReport(
        candidate.manifest().name(),
        candidate.manifest().version(),
        candidate.digest(),
        "none",
        "",
        Instant.EPOCH,
        List.of());
  }

  private static void copy(Path repository, Manifest manifest, long version) throws Exception {
    Path from = Path.of("src/main/resources/models/eta/1");
    Path to = repository.resolve(manifest.name()).resolve(Long.toString(version));
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path copy = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy);
        }
      }
    }
    var _ =
        ManifestWriter.write(
            to,
            new Manifest(
                1,
                manifest.name(),
                Long.toString(version),
                manifest.engine(),
                manifest.signature(),
                manifest.inputs(),
                manifest.outputs(),
                manifest.timeLeft(),
                manifest.evaluation(),
                manifest.samples(),
                manifest.files()));
  }
}
