package io.tiffin.store.dynamodb;

import io.tiffin.batching.Deadline;
import io.tiffin.store.CallBudget;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * Makes calls again that the service refused for being busy: after a pause that grows, within the
 * deadline, and no more than a tenth of all calls, so that a busy service is not made busier.
 * Blocks, and can be interrupted. Thread-safe.
 */
final class Attempts {

  /** Calls made again, as a share of the calls. Chosen. */
  private static final double SHARE = 0.1;

  /** Pauses, before the random half is taken off. Chosen. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);

  private static final int DOUBLINGS = 4;

  private final Predicate<SdkServiceException> isBusy;
  private final RandomGenerator random;
  private final CallBudget budget = new CallBudget(SHARE);

  private Attempts(Predicate<SdkServiceException> isBusy, RandomGenerator random) {
    this.isBusy = isBusy;
    this.random = random;
  }

  /** For reads: made again after whatever the service says of itself. */
  static Attempts ofReads(RandomGenerator random) {
    return new Attempts(e -> e.isThrottlingException() || e.statusCode() >= 500, random);
  }

  /**
   * For conditional writes: made again only if they were surely not applied, since a second one
   * would meet the first.
   */
  static Attempts ofWrites(RandomGenerator random) {
    return new Attempts(SdkServiceException::isThrottlingException, random);
  }

  /**
   * Makes a call, and again if need be.
   *
   * @throws InterruptedException if the thread is interrupted during a pause
   */
  <T> T make(Supplier<T> call, Deadline deadline) throws InterruptedException {
    budget.earn();
    int attempt = 1;
    while (true) {
      try {
        return call.get();
      } catch (SdkServiceException e) {
        if (!isBusy.test(e) || !budget.spend() || !pause(attempt++, deadline)) {
          throw e;
        }
      }
    }
  }

  /**
   * Waits before another attempt.
   *
   * @param attempt how many there were
   * @return whether there is time for another one; if not, at once
   */
  boolean pause(int attempt, Deadline deadline) throws InterruptedException {
    long longest = FIRST_PAUSE.toNanos() << Math.min(attempt - 1, DOUBLINGS);
    long pause = random.nextLong(longest / 2, longest);
    if (pause >= deadline.remainingNanos()) {
      return false;
    }
    TimeUnit.NANOSECONDS.sleep(pause);
    return !deadline.hasPassed();
  }
}
