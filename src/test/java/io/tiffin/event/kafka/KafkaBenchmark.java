package io.tiffin.event.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.event.Event;
import io.tiffin.event.EventIntake.Receipt;
import io.tiffin.event.SampleCity;
import io.tiffin.fixture.KafkaBroker;
import io.tiffin.store.InMemoryFeatureStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * How many events a second one instance of the runtime by Kafka takes in and counts, its broker on
 * the same machine and its rows in a store on the heap: the events, and their batches of 500, of
 * the embedded runtime's benchmark. Posting ends when the broker has acknowledged all; counting
 * when each is counted and every row is in the store, which is then compared with a replay. Seconds
 * of CPU are this process's, without the broker's.
 *
 * <pre>
 * ./mvnw -Pbench test -Dbenchmark.main=io.tiffin.event.kafka.KafkaBenchmark -Dbenchmark="10000 1"
 * </pre>
 *
 * The arguments are the number of orders, about ten events each, and of threads of Kafka Streams.
 */
public final class KafkaBenchmark {

  private static final int BATCH = 500;
  private static final int RESTAURANTS = 200;
  private static final long POLL_NANOS = 5_000_000;

  private KafkaBenchmark() {}

  public static void main(String[] arguments) {
    Instant start = Instant.parse("2026-06-15T10:00:00Z");
    List<Event> events =
        new SampleCity(3, start, Duration.ofHours(24))
            .events(RESTAURANTS, 400, Integer.parseInt(arguments[0]));
    OracleRows oracle = OracleRows.of(PromptCatalogue.read(), events);
    try (KafkaBroker broker = KafkaBroker.start()) {
      for (String name : List.of("first", "second")) {
        run(broker, events, oracle, name, arguments[1]);
      }
    }
  }

  private static void run(
      KafkaBroker broker, List<Event> events, OracleRows oracle, String name, String threads) {
    InMemoryFeatureStore store = new InMemoryFeatureStore();
    String[] settings =
        FleetInstance.and(
            FleetInstance.named(name),
            "spring.kafka.streams.properties.num.stream.threads=" + threads,
            "tiffin.events.kafka.partitions=8");
    try (FleetInstance instance = FleetInstance.start(broker.address(), store, settings)) {
      instance.awaitAccepting();
      post(instance, events.subList(0, RESTAURANTS)); // profiles come first
      instance.awaitProfiles(RESTAURANTS);
      List<Event> others = events.subList(RESTAURANTS, events.size());
      long cpu = cpuNanos();
      long from = System.nanoTime();
      post(instance, others);
      double posted = (System.nanoTime() - from) / 1e9;
      awaitCounted(instance, events.size());
      double counted = (System.nanoTime() - from) / 1e9;
      double cpuSeconds = (cpuNanos() - cpu) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "kafka, %s threads: %,.0f events/s posted, %,.0f events/s counted and in the store, %,.0f"
              + " per second of CPU, %d events, %d rows, %d of them wrong%n",
          threads,
          others.size() / posted,
          others.size() / counted,
          others.size() / cpuSeconds,
          others.size(),
          oracle.rows().size(),
          oracle.differences(StoredRows.find(store, oracle.rows().keySet())).size());
    }
  }

  private static void post(FleetInstance instance, List<Event> events) {
    for (int from = 0; from < events.size(); from += BATCH) {
      Receipt receipt =
          instance.intake().accept(events.subList(from, Math.min(from + BATCH, events.size())));
      if (!(receipt instanceof Receipt.Logged)) {
        throw new IllegalStateException(receipt.toString());
      }
    }
  }

  private static void awaitCounted(FleetInstance instance, int events) {
    while (counted(instance.meters()) < events) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    double rows = -1;
    for (int quiet = 0; quiet < 100; quiet++) { // half a second without another row
      double now = instance.meters().counter("tiffin.events.rows.published").count();
      quiet = now == rows ? quiet : 0;
      rows = now;
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static double counted(MeterRegistry meters) {
    return meters.counter("tiffin.events.accepted").count()
        + meters.counter("tiffin.events.duplicates").count()
        + meters.counter("tiffin.events.late").count();
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }
}
