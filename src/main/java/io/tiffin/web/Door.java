package io.tiffin.web;

import io.tiffin.batching.Deadline;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets so many requests in at once and refuses the rest early: work that is begun gets done, and
 * what can't be begun soon is told so while its caller can still go elsewhere. As many may wait for
 * a place as there are places; further ones are refused at once. Thread-safe.
 */
final class Door {

  private final Places free;
  private final long maxWaitNanos;
  private final AtomicInteger waiting = new AtomicInteger();
  private final LongAdder refused = new LongAdder();
  private volatile int places;

  Door(int places, Duration maxWait) {
    this.free = new Places(places);
    this.places = places;
    this.maxWaitNanos = maxWait.toNanos();
  }

  /**
   * Takes a place, to be given back by {@link #leave}.
   *
   * @throws ProblemException if none becomes free in time
   */
  void enter(Deadline deadline) {
    if (!free.tryAcquire() && !waitForPlace(deadline)) {
      refused.increment();
      throw new ProblemException(
          ProblemType.OVERLOADED, "too many requests are being answered; try again");
    }
  }

  void leave() {
    free.release();
  }

  /**
   * From now on so many are let in at once; who is inside beyond that stays until done.
   *
   * @param wanted at least 1
   */
  synchronized void resize(int wanted) {
    if (wanted > places) {
      free.release(wanted - places);
    } else {
      free.take(places - wanted);
    }
    places = wanted;
  }

  /** How many are let in at once. */
  int places() {
    return places;
  }

  /** How many are inside. */
  int inside() {
    return places - free.availablePermits();
  }

  /** How many were refused since the start. */
  long refused() {
    return refused.sum();
  }

  private boolean waitForPlace(Deadline deadline) {
    long nanos = Math.min(maxWaitNanos, deadline.remainingNanos());
    if (waiting.incrementAndGet() > places) {
      waiting.decrementAndGet();
      return false;
    }
    try {
      return free.tryAcquire(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiting.decrementAndGet();
    }
  }

  /** Places that can be taken away, also while somebody has them. */
  private static final class Places extends Semaphore {

    private static final long serialVersionUID = 1;

    Places(int places) {
      super(places, true); // first come, first served: a late one would time out anyway
    }

    void take(int places) {
      reducePermits(places);
    }
  }
}
