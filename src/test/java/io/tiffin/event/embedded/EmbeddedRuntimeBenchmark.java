package io.tiffin.event.embedded;

import io.tiffin.event.Event;
import io.tiffin.event.EventIntake.Receipt;
import io.tiffin.event.SampleCity;
import io.tiffin.store.InMemoryFeatureStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many events the embedded runtime accepts, durably and applied, in batches of 500, from one
 * and from four callers that each wait for their answer: by the wall and per second of CPU of the
 * whole process, publication into a store in memory included.
 *
 * <p>Events are those of a city of 200 restaurants and 400 couriers: five in six about orders. They
 * are written as JSON on the caller's thread, as they would be for HTTP.
 *
 * <pre>
 * ./mvnw -Pbench test -Dbenchmark.main=io.tiffin.event.embedded.EmbeddedRuntimeBenchmark -Dbenchmark=40000
 * </pre>
 *
 * The argument is the number of orders, about ten events each.
 */
public final class EmbeddedRuntimeBenchmark {

  private static final int BATCH = 500;

  private EmbeddedRuntimeBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    int orders = Integer.parseInt(arguments[0]);
    List<List<Event>> batches = batches(orders);
    for (int callers : new int[] {1, 1, 4}) {
      run(batches, callers);
    }
  }

  private static List<List<Event>> batches(int orders) {
    Instant start = Instant.parse("2026-06-15T10:00:00Z");
    List<Event> events = new SampleCity(3, start, Duration.ofHours(24)).events(200, 400, orders);
    List<List<Event>> batches = new ArrayList<>();
    for (int from = 0; from < events.size(); from += BATCH) {
      batches.add(events.subList(from, Math.min(from + BATCH, events.size())));
    }
    return batches;
  }

  private static void run(List<List<Event>> batches, int callers) throws Exception {
    Path directory = Files.createTempDirectory("events");
    RunningEvents running = RunningEvents.on(directory, new InMemoryFeatureStore());
    var _ = running.events.accept(batches.getFirst());
    long forces = running.files.log().forces();
    long bytes = running.files.log().bytes();
    long cpu = cpuNanos();
    long from = System.nanoTime();
    AtomicInteger next = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      threads.add(Thread.ofPlatform().start(() -> send(running, batches, next)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    double seconds = (System.nanoTime() - from) / 1e9;
    double cpuSeconds = (cpuNanos() - cpu) / 1e9;
    long events = batches.stream().mapToLong(List::size).sum();
    System.out.printf(
        "%d callers: %,.0f events/s, %,.0f per second of CPU, %.0f waits for the device/s,"
            + " %.0f bytes of log per event, %d events%n",
        callers,
        events / seconds,
        events / cpuSeconds,
        (running.files.log().forces() - forces) / seconds,
        (double) (running.files.log().bytes() - bytes) / events,
        events);
    running.close();
  }

  private static void send(RunningEvents running, List<List<Event>> batches, AtomicInteger next) {
    for (int i = next.getAndIncrement(); i < batches.size(); i = next.getAndIncrement()) {
      Receipt receipt = running.events.accept(batches.get(i));
      if (!(receipt instanceof Receipt.Counted)) {
        throw new IllegalStateException(receipt.toString());
      }
    }
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }
}
