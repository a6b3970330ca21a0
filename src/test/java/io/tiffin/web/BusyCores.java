package io.tiffin.web;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;

/**
 * A simulated machine: so many cores, shared evenly by all requests inside, each of which is the
 * same amount of work. Requests come as they like (seeded, at random), and not when the one before
 * is answered. Requests inside are equal, so they are done in the order in which they came.
 */
final class BusyCores {

  private final int cores;
  private final double workNanos;
  private final long deadlineNanos;
  private final FakeTicker ticker;
  private final SplittableRandom random = new SplittableRandom(7);
  private final Queue<Request> inside = new ArrayDeque<>();

  /** Work that a request inside since the beginning would have been given. */
  private double given;

  /** A request inside. */
  private record Request(long entered, double doneAt) {}

  /** What came of requests. */
  record Served(int asked, int good, int late, int refused) {}

  BusyCores(int cores, Duration work, Duration deadline, FakeTicker ticker) {
    this.cores = cores;
    this.workNanos = work.toNanos();
    this.deadlineNanos = deadline.toNanos();
    this.ticker = ticker;
  }

  /** Lets requests come for a while, and answers those that are still inside then, too. */
  Served serve(AdaptiveDoor door, double perSecond, Duration lasting) {
    long end = ticker.nanos() + lasting.toNanos();
    long next = ticker.nanos() + pause(perSecond);
    int asked = 0;
    int good = 0;
    int late = 0;
    int refused = 0;
    while (next < end || !inside.isEmpty()) {
      long done = nextDone();
      if (next < end && next <= done) {
        work(next - ticker.nanos());
        asked++;
        refused += enter(door) ? 0 : 1;
        next += pause(perSecond);
      } else {
        work(done - ticker.nanos());
        Request answered = inside.remove();
        door.leave(answered.entered());
        boolean isGood = ticker.nanos() - answered.entered() <= deadlineNanos;
        good += isGood ? 1 : 0;
        late += isGood ? 0 : 1;
      }
    }
    return new Served(asked, good, late, refused);
  }

  private boolean enter(AdaptiveDoor door) {
    try {
      Deadline deadline = new Deadline(ticker.nanos() + deadlineNanos, ticker);
      inside.add(new Request(door.enter(deadline), given + workNanos));
      return true;
    } catch (ProblemException refused) {
      return false;
    }
  }

  /** How fast each request inside is worked on, of a core's full speed. */
  private double speed() {
    return Math.min(1, (double) cores / Math.max(1, inside.size()));
  }

  private long nextDone() {
    Request first = inside.peek();
    return first == null
        ? Long.MAX_VALUE
        : ticker.nanos() + (long) Math.ceil(Math.max(0, first.doneAt() - given) / speed());
  }

  private void work(long nanos) {
    given += nanos * speed();
    ticker.advance(Duration.ofNanos(nanos));
  }

  private long pause(double perSecond) {
    return Math.round(-Math.log(1 - random.nextDouble()) * 1e9 / perSecond);
  }
}
