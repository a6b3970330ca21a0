package io.tiffin.fuzz;

import io.tiffin.batching.Ticker;
import io.tiffin.fixture.RealTicker;
import io.tiffin.web.RawHttp.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests by their numbers over a few connections and collects what is wrong with their
 * answers, alike findings once and as small as they can be made.
 */
final class Fuzzer {

  private static final int CONNECTIONS = 4;

  /** Requests between two good ones. */
  private static final int BETWEEN = 250;

  private final Map<Port, Integer> ports;
  private final RequestGenerator generator;
  private final AnswerChecks checks;
  private final FuzzRequest good;
  private final Ticker ticker = new RealTicker();
  private final Map<String, Finding> findings = new ConcurrentHashMap<>();
  private final Map<Integer, AtomicLong> statuses = new ConcurrentHashMap<>();
  private final AtomicLong hungUp = new AtomicLong();
  private final AtomicLong next = new AtomicLong();

  /**
   * @param good one that must be answered with 200, whatever came before
   */
  Fuzzer(
      Map<Port, Integer> ports, RequestGenerator generator, AnswerChecks checks, FuzzRequest good) {
    this.ports = new EnumMap<>(ports);
    this.generator = generator;
    this.checks = checks;
    this.good = good;
  }

  /** Sends requests 0 to {@code count} − 1. */
  Collection<Finding> run(long count) {
    try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      List<? extends Future<?>> running =
          IntStream.range(0, CONNECTIONS).mapToObj(_ -> threads.submit(() -> work(count))).toList();
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError("a fuzzing thread ended", e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return findings.values();
  }

  /** How often each status was answered. */
  Map<Integer, AtomicLong> statuses() {
    return statuses;
  }

  /** Requests that were answered by nothing but a closed connection. */
  long hungUp() {
    return hungUp.get();
  }

  private void work(long count) {
    Map<Port, FuzzConnection> connections = new EnumMap<>(Port.class);
    ports.forEach((port, number) -> connections.put(port, new FuzzConnection(number)));
    try {
      for (long number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
        FuzzRequest request = generator.request(number);
        FuzzConnection connection = connections.get(request.operation().port());
        note(number, request, connection);
        if (number % BETWEEN == 0) {
          requireGood(number, request, connections.get(Port.API));
        }
      }
      for (FuzzConnection connection : connections.values()) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void note(long number, FuzzRequest request, FuzzConnection connection)
      throws IOException {
    Finding finding = ask(number, request, connection, true);
    if (finding != null && !findings.containsKey(finding.alike())) {
      Finding smallest =
          new Shrinker(smaller -> ask(number, smaller, connection, false)).smallest(finding);
      findings.putIfAbsent(finding.alike(), smallest);
    }
  }

  private @Nullable Finding ask(
      long number, FuzzRequest request, FuzzConnection connection, boolean counted)
      throws IOException {
    long from = ticker.nanos();
    Answer answer = connection.exchange(request);
    Duration took = Duration.ofNanos(ticker.nanos() - from);
    if (counted) {
      count(answer);
    }
    if (answer == null) {
      boolean mayHangUp = request.expected() == Expected.HARMLESS;
      return mayHangUp
          ? null
          : new Finding("no answer", "the connection was closed", number, request, "");
    }
    List<AnswerChecks.Fault> faults = checks.faults(request, answer, took);
    if (faults.isEmpty()) {
      return null;
    }
    String shown = Finding.shown(answer.status(), answer.headers(), answer.body());
    AnswerChecks.Fault first =
        faults.stream()
            .filter(fault -> !findings.containsKey(request.operation() + ": " + fault.kind()))
            .findFirst()
            .orElse(faults.getFirst());
    return new Finding(first.kind(), first.detail(), number, request, shown);
  }

  private void count(@Nullable Answer answer) {
    if (answer == null) {
      hungUp.incrementAndGet();
    } else {
      statuses.computeIfAbsent(answer.status(), _ -> new AtomicLong()).incrementAndGet();
    }
  }

  /** A good request right after: what came before must not have cost others anything. */
  private void requireGood(long number, FuzzRequest before, FuzzConnection connection)
      throws IOException {
    Finding finding = ask(number, good, connection, false);
    if (finding != null) {
      findings.putIfAbsent("good", finding);
      return;
    }
    Answer answer = connection.exchange(good);
    if (answer == null || (answer.status() != 200 && answer.status() != 503)) {
      findings.putIfAbsent(
          "good", new Finding("a good request fails", "after it", number, before, ""));
    }
  }
}
