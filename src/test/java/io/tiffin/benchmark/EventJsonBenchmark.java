package io.tiffin.benchmark;

import io.tiffin.event.Event;
import io.tiffin.event.SampleCity;
import io.tiffin.event.json.EventJson;
import io.tiffin.event.json.ReadEvent;
import io.tiffin.event.json.ReceivedAt;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reads and writes one event as JSON, by one thread: 8,192 events of a city's orders and couriers
 * in turn, as they come, most of them locations and stages of orders.
 *
 * <p>Budget: less than 2 µs each, half a million a second. Run: {@code ./mvnw -Pbench test
 * -Dbenchmark="EventJsonBenchmark -prof gc"}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EventJsonBenchmark {

  private static final int EVENTS = 8_192;
  private static final Instant START = Instant.parse("2026-06-15T10:00:00Z");

  private final EventJson json = new EventJson();
  private final byte[][] written = new byte[EVENTS][];
  private List<Event> events = List.of();
  private int next;

  @Setup
  public void write() {
    events = new SampleCity(1, START, Duration.ofHours(6)).events(50, 40, 1_000);
    for (int event = 0; event < EVENTS; event++) {
      written[event] = json.writeUnstamped(events.get(event));
    }
  }

  @Benchmark
  public ReadEvent reads() {
    next = (next + 1) % EVENTS;
    return json.read(written[next], ReceivedAt.STAMP, START);
  }

  @Benchmark
  public byte[] writes() {
    next = (next + 1) % EVENTS;
    return json.write(events.get(next));
  }
}
