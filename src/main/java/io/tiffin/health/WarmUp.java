package io.tiffin.health;

import io.tiffin.batching.Ticker;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends orders through the real path, round by round, until a round is no faster than those before
 * it or the time is up: the first caller then gets what every later one gets. Runs once.
 */
final class WarmUp {

  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  /** Requests of a round: enough that a single slow one does not decide. Chosen. */
  private static final int ROUND = 100;

  /** Rounds in a row that have to bring nothing before the path counts as warm. Chosen. */
  private static final int STEADY_ROUNDS = 3;

  /** A round brings something if it takes less than this share of the best one before. Chosen. */
  private static final double BETTER = 0.9;

  private final SampleRequests requests;
  private final Duration limit;
  private final Ticker ticker;
  private int sent;

  WarmUp(SampleRequests requests, Duration limit, Ticker ticker) {
    this.requests = requests;
    this.limit = limit;
    this.ticker = ticker;
  }

  /** A way to send requests through the path that is to be warm. */
  interface SampleRequests {

    /**
     * Sends one, and waits for its answer.
     *
     * @param number from 0, so that samples can differ
     * @return whether it was answered; false ends the warm-up, as the path is not to be had
     */
    boolean send(int number) throws InterruptedException;
  }

  /** Returns once warm, or once it is clear that it won't become so. */
  void run() throws InterruptedException {
    long started = ticker.nanos();
    long until = started + limit.toNanos();
    long best = Long.MAX_VALUE;
    for (int steady = 0; steady < STEADY_ROUNDS && ticker.nanos() - until < 0; ) {
      long took = round(until);
      if (took < 0) {
        LOG.warn("The service could not be warmed up: it does not answer itself");
        return;
      }
      steady = took < BETTER * best ? 0 : steady + 1;
      best = Math.min(best, took);
    }
    long ended = ticker.nanos();
    LOG.info(
        "{} after {} requests in {} ms",
        ended - until < 0 ? "Warm" : "Warm-up ended at tiffin.warm-up.limit",
        sent,
        (ended - started) / 1_000_000);
  }

  /** Nanoseconds of a round, or −1 if a request was not answered. */
  private long round(long until) throws InterruptedException {
    long from = ticker.nanos();
    for (int number = 0; number < ROUND && ticker.nanos() - until < 0; number++) {
      if (!requests.send(sent)) {
        return -1;
      }
      sent++;
    }
    return ticker.nanos() - from;
  }
}
