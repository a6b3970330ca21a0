package io.tiffin.health;

import io.tiffin.batching.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Sends orders through the real path, round by round, until a round is no faster than those before
 * it or the time is up: the first caller then gets what every later one gets. In each round orders
 * come one by one at first, and then several at a time, which share calls of the model and wait for
 * one another. Runs once.
 */
final class WarmUp {

  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  /**
   * Requests of a round: enough that a single slow one does not decide, and few, since with the
   * JDK's cache of an image the path is warm after three hundred. Measured.
   */
  private static final int ROUND = 50;

  /** Callers of the second half of a round. Chosen: the calls of the model are shared. */
  private static final int CALLERS = 8;

  /** Rounds in a row that have to bring nothing before the path counts as warm. Chosen. */
  private static final int STEADY_ROUNDS = 3;

  /** A round brings something if it takes less than this share of the best one before. Chosen. */
  private static final double BETTER = 0.9;

  private static final long FAILED = Long.MAX_VALUE;

  private final SampleRequests requests;
  private final Duration limit;
  private final Ticker ticker;
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();

  WarmUp(SampleRequests requests, Duration limit, Ticker ticker) {
    this.requests = requests;
    this.limit = limit;
    this.ticker = ticker;
  }

  /** A way to send requests through the path that is to be warm. */
  interface SampleRequests {

    /**
     * Sends one, and waits for its answer. Called by several threads at a time.
     *
     * @param number from 0, so that samples can differ
     * @return whether it was answered; if not, the warm-up tries on until its time is up
     */
    boolean send(int number) throws InterruptedException;
  }

  /** Returns once warm, or once the time is up. */
  void run() throws InterruptedException {
    long started = ticker.nanos();
    long until = started + limit.toNanos();
    long best = Long.MAX_VALUE;
    for (int steady = 0; steady < STEADY_ROUNDS && ticker.nanos() - until < 0; ) {
      long took = round(until);
      boolean better = took < BETTER * best;
      steady = took == FAILED || better ? 0 : steady + 1;
      best = Math.min(best, took);
    }
    long ended = ticker.nanos();
    LOG.atLevel(failed.get() > 0 ? Level.WARN : Level.INFO)
        .log(
            "{} after {} requests, {} of them not answered, in {} ms",
            ended - until < 0 ? "Warm" : "Warm-up ended at tiffin.warm-up.limit",
            sent.get(),
            failed.get(),
            (ended - started) / 1_000_000);
  }

  /** Nanoseconds of a round, or {@link #FAILED}: a round with failures tells nothing. */
  private long round(long until) throws InterruptedException {
    long from = ticker.nanos();
    int failedBefore = failed.get();
    send(ROUND, until);
    sendAtATime(until);
    return failed.get() == failedBefore ? ticker.nanos() - from : FAILED;
  }

  private void sendAtATime(long until) throws InterruptedException {
    List<Thread> callers = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      callers.add(Thread.startVirtualThread(() -> sendUnlessInterrupted(until)));
    }
    try {
      for (Thread caller : callers) {
        caller.join();
      }
    } finally {
      callers.forEach(Thread::interrupt); // the service is being stopped, or they have ended
    }
  }

  private void sendUnlessInterrupted(long until) {
    try {
      send(ROUND / CALLERS, until);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(int count, long until) throws InterruptedException {
    for (int number = 0; number < count && ticker.nanos() - until < 0; number++) {
      if (!requests.send(sent.getAndIncrement())) {
        failed.incrementAndGet();
      }
    }
  }
}
