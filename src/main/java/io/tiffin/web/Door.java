package io.tiffin.web;

import io.tiffin.batching.Deadline;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets so many requests in at once and refuses the rest early: work that is begun gets done, and
 * what can't be begun soon is told so while its caller can still go elsewhere. Thread-safe.
 */
final class Door {

  private final Semaphore places;
  private final long maxWaitNanos;

  Door(int places, Duration maxWait) {
    this.places =
        new Semaphore(places, true); // first come, first served: a late one would time out anyway
    this.maxWaitNanos = maxWait.toNanos();
  }

  /**
   * Takes a place, to be given back by {@link #leave}.
   *
   * @throws ProblemException if none becomes free in time
   */
  void enter(Deadline deadline) {
    if (!places.tryAcquire() && !waitForPlace(deadline)) {
      throw new ProblemException(
          ProblemType.OVERLOADED, "too many requests are being answered; try again");
    }
  }

  void leave() {
    places.release();
  }

  private boolean waitForPlace(Deadline deadline) {
    try {
      long nanos = Math.min(maxWaitNanos, deadline.remainingNanos());
      return places.tryAcquire(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
