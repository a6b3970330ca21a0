package io.tiffin.live;

import io.tiffin.batching.Ticker;
import io.tiffin.fixture.RealTicker;
import io.tiffin.web.RawHttp;
import io.tiffin.web.RawHttp.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Deque;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * A client that sends a request at each tick, however long others take, and never sends one again.
 * Runs from {@link #start} to {@link #stop}.
 */
final class OpenLoop implements AutoCloseable {

  private final int port;
  private final IntFunction<byte[]> requests;
  private final Ticker ticker = new RealTicker();
  private final Deque<RawHttp> idle = new ConcurrentLinkedDeque<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Queue<Integer> answered = new ConcurrentLinkedQueue<>();
  private final AtomicLong degraded = new AtomicLong();
  private final Histogram micros = new ConcurrentHistogram(3);
  private final Phaser underWay = new Phaser(1);
  private volatile boolean stopped;
  private int sent;

  /**
   * @param requests by number, from 0
   */
  OpenLoop(int port, IntFunction<byte[]> requests) {
    this.port = port;
    this.requests = requests;
  }

  Thread start(double perSecond) {
    long between = Math.round(1e9 / perSecond);
    return Thread.ofPlatform()
        .daemon()
        .name("open-loop")
        .start(() -> {
          for (long due = ticker.nanos(); !stopped; due += between) {
            LockSupport.parkNanos(due - ticker.nanos());
            send(sent++, due);
          }
        });
  }

  /** Ends it, and waits for all answers. */
  void stop(Thread loop) throws InterruptedException {
    stopped = true;
    loop.join();
    underWay.arriveAndAwaitAdvance();
  }

  /** As fast as answers come, in so many threads: what can be sustained, in requests per second. */
  double sustained(int threads, long nanos) throws InterruptedException {
    AtomicLong numbers = new AtomicLong();
    long from = ticker.nanos();
    Thread[] running = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      running[i] =
          Thread.ofVirtual()
              .start(() -> {
                while (ticker.nanos() - from < nanos) {
                  exchange((int) numbers.getAndIncrement(), ticker.nanos());
                }
              });
    }
    for (Thread each : running) {
      each.join();
    }
    return numbers.get() * 1e9 / (ticker.nanos() - from);
  }

  private void send(int number, long due) {
    underWay.register();
    Thread.ofVirtual()
        .start(() -> {
          try {
            exchange(number, due);
          } finally {
            underWay.arriveAndDeregister();
          }
        });
  }

  private void exchange(int number, long due) {
    try {
      RawHttp kept = idle.poll();
      RawHttp connection = kept == null ? new RawHttp(port) : kept;
      Answer answer = connection.exchange(requests.apply(number));
      idle.push(connection);
      micros.recordValue((ticker.nanos() - due) / 1000);
      note(number, answer);
    } catch (IOException | RuntimeException e) {
      failures.add("request " + number + ": " + e);
    }
  }

  private void note(int number, Answer answer) {
    if (answer.status() != 200) {
      failures.add("request " + number + ": " + answer.status() + " " + answer.text());
      return;
    }
    answered.add(number);
    if ("true".equals(answer.headers().get("tiffin-degraded"))) {
      degraded.incrementAndGet();
    }
  }

  int sent() {
    return sent;
  }

  Queue<Integer> answered() {
    return answered;
  }

  Queue<String> failures() {
    return failures;
  }

  /** What came of it, for people. */
  Map<String, Long> told() {
    return new TreeMap<>(
        Map.of(
            "sent",
            (long) sent,
            "failed",
            (long) failures.size(),
            "degraded",
            degraded.get(),
            "p50 ms",
            micros.getValueAtPercentile(50) / 1000,
            "p99 ms",
            micros.getValueAtPercentile(99) / 1000,
            "most ms",
            micros.getMaxValue() / 1000));
  }

  @Override
  public void close() {
    stopped = true;
    try {
      for (RawHttp each = idle.poll(); each != null; each = idle.poll()) {
        each.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
