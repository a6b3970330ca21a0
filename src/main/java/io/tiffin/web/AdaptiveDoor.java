package io.tiffin.web;

import com.netflix.concurrency.limits.Limit;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import java.time.Duration;

/**
 * A {@link Door} whose places follow from how long requests take: fewer when answers come too late
 * to be of use, more again when they come in time and the places are used. Thread-safe.
 *
 * <p>What counts as too late is a time of its own, and never the deadline that a caller brought:
 * nobody can close the door by being impatient. It is beyond the time limits of one dead cache and
 * one dead source; a lease that hangs too takes requests beyond it, until the breakers open. Then
 * the door closes down to its least, which is what it must still let in.
 */
final class AdaptiveDoor {

  private final Door door;
  private final Limit limit;
  private final Ticker ticker;

  /**
   * How far a door opens and closes.
   *
   * @param least places that are always left, at least 1
   * @param most places at most, at least {@code least}
   * @param tooLate a request that takes longer came too late
   */
  record Range(int least, int most, Duration tooLate) {

    /** All of them: the share of late answers closes it soon enough where they are too many. */
    int first() {
      return most;
    }
  }

  AdaptiveDoor(Range range, Duration maxWait, Ticker ticker) {
    this(new Door(range.first(), maxWait), new LateShareLimit(range, ticker.nanos()), ticker);
  }

  /**
   * @param limit of as many as the door has places
   */
  AdaptiveDoor(Door door, Limit limit, Ticker ticker) {
    this.door = door;
    this.limit = limit;
    this.ticker = ticker;
    limit.notifyOnChange(door::resize);
  }

  /**
   * Takes a place, to be given back by {@link #leave}.
   *
   * @return when, to be told to {@link #leave}
   * @throws ProblemException if none becomes free in time
   */
  long enter(Deadline deadline) {
    door.enter(deadline);
    return ticker.nanos();
  }

  /**
   * @param entered what {@link #enter} returned
   */
  void leave(long entered) {
    int inside = door.inside();
    door.leave();
    limit.onSample(entered, ticker.nanos() - entered, inside, false);
  }

  /** Gives a place back whose time tells nothing: of a batch, which takes longer by its size. */
  void leaveUnmeasured() {
    door.leave();
  }

  Door door() {
    return door;
  }
}
