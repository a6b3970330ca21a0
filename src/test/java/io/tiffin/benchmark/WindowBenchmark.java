package io.tiffin.benchmark;

import io.tiffin.event.Event;
import io.tiffin.event.Replay;
import io.tiffin.event.ReplayCounts;
import io.tiffin.event.SampleCity;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.geo.Zones;
import io.tiffin.window.ReadOutcome;
import io.tiffin.window.WindowSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reads of one row's window state, and the replay of a day of events. The rows are those of a
 * seeded day in which 40 restaurants share 4,000 orders evenly (100 each) and 80 couriers send
 * their location about once a minute.
 *
 * <p>{@code ./mvnw -Pbench test -Dbenchmark=WindowBenchmark -Dbenchmark.options="-prof gc"}
 *
 * <p>{@code replay} is in events a second. A row's read must allocate no more than its cursors: a
 * few hundred bytes, and a quantile's buckets.
 */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WindowBenchmark {

  private static final Instant START = Instant.parse("2026-03-23T08:00:00Z");
  private static final Duration LENGTH = Duration.ofHours(14);
  private static final Zones ZONES = new Zones();

  /** The row that is read. */
  @Param({"restaurant_live/r-1", "restaurant_history/r-1", "city_live/berlin"})
  public String row;

  private Catalogue catalogue;
  private List<Event> events;
  private WindowSchema schema;
  private byte[] body;
  private double[] values;
  private long instantMicros;

  /** Replays the day once and keeps the row as it is at 18:00. */
  @Setup
  public void replayUntilEvening() {
    catalogue = ProductCatalogue.read();
    events = new SampleCity(1, START, LENGTH).events(40, 80, 4_000);
    Instant evening = START.plus(Duration.ofHours(10));
    Replay replay = new Replay(catalogue, ZONES, ignored -> {});
    events.stream()
        .filter(event -> event.envelope().receivedAt().isBefore(evening))
        .forEach(replay::accept);
    int slash = row.indexOf('/');
    RowKey key = new RowKey(row.substring(0, slash), row.substring(slash + 1));
    schema = WindowSchema.of(catalogue.view(key.view()).orElseThrow());
    body = replay.body(key).orElseThrow();
    values = new double[schema.view().features().size()];
    instantMicros = evening.toEpochMilli() * 1_000;
    System.out.printf("%s: %d features, %d bytes%n", row, values.length, body.length);
  }

  /** Every feature of one row at an instant. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public ReadOutcome read() {
    return schema.read(body, instantMicros, values);
  }

  /** Events through both steps. */
  @State(Scope.Thread)
  @Fork(1)
  @Warmup(iterations = 3, time = 2)
  @Measurement(iterations = 5, time = 2)
  public static class ReplayBenchmark {

    private final Catalogue catalogue = ProductCatalogue.read();
    private final List<Event> events = new SampleCity(1, START, LENGTH).events(40, 80, 4_000);
    private Replay replay = new Replay(catalogue, ZONES, ignored -> {});
    private int next;

    /** One event; a new replay begins when the day is over. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public ReplayCounts replay() {
      if (next == events.size()) {
        replay = new Replay(catalogue, ZONES, ignored -> {});
        next = 0;
      }
      replay.accept(events.get(next++));
      return replay.counts();
    }
  }
}
