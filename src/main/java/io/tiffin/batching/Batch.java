package io.tiffin.batching;

import io.tiffin.batching.MicroBatcher.Result;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Items that go into one call, and those that were found too late on the way. Put together under
 * the line's lock.
 */
abstract class Batch<Q, A> {

  private final List<WaitingItem<Q, A>> items = new ArrayList<>();
  private @Nullable List<WaitingItem<Q, A>> late;

  /** Whether nothing more is to be offered. */
  abstract boolean isFull();

  /**
   * Takes the next of those that wait, or doesn't; never leaves the first one where it is.
   *
   * @return whether it leaves the line
   */
  abstract boolean offer(WaitingItem<Q, A> item);

  final void take(WaitingItem<Q, A> item) {
    items.add(item);
  }

  final void leaveOut(WaitingItem<Q, A> item) {
    List<WaitingItem<Q, A>> known = late;
    if (known == null) {
      known = new ArrayList<>();
      late = known;
    }
    known.add(item);
  }

  /** What goes into the call, in order. */
  final List<WaitingItem<Q, A>> items() {
    return items;
  }

  /** Tells those that were left out; outside of the lock. */
  final void answerLate() {
    List<WaitingItem<Q, A>> known = late;
    if (known != null) {
      known.forEach(item -> item.complete(new Result.TimedOut<>(!item.isLate())));
    }
  }

  /** Not added to once it weighs enough. */
  static final class Heavy<Q, A> extends Batch<Q, A> {

    private final int enough;
    private long weight;

    Heavy(int enough) {
      this.enough = enough;
    }

    @Override
    boolean isFull() {
      return weight >= enough;
    }

    @Override
    boolean offer(WaitingItem<Q, A> item) {
      if (item.isWanted()) {
        take(item);
        weight += item.weight();
      } else {
        leaveOut(item);
      }
      return true;
    }
  }

  /** Within a weight and within what all its items can wait for: see {@link Fitting}. */
  static final class Fitted<Q, A> extends Batch<Q, A> {

    private final Fitting fitting;
    private final long now;
    private final int limit;
    private int room;
    private int weight;
    private long leastLeft = Long.MAX_VALUE;

    Fitted(Fitting fitting, int limit) {
      this.fitting = fitting;
      this.now = fitting.ticker().nanos();
      this.limit = limit;
      this.room = limit;
    }

    @Override
    boolean isFull() {
      return room == 0 || items().size() == fitting.itemsPerCall();
    }

    @Override
    boolean offer(WaitingItem<Q, A> item) {
      long left = item.leftNanos(now);
      if (item.isDone() || left <= 0 || expectedNanos(item.weight()) > left) {
        leaveOut(item);
        return true;
      }
      boolean isFirst = items().isEmpty();
      boolean fits = isFirst || fits(item.weight(), Math.min(leastLeft, left));
      if (fits) {
        take(item);
        weight += item.weight();
        leastLeft = Math.min(leastLeft, left);
        room = isFirst && item.weight() >= limit ? limit : room - item.weight();
      }
      return fits;
    }

    private boolean fits(int added, long left) {
      return added <= room && expectedNanos(weight + added) <= left;
    }

    private long expectedNanos(int weighing) {
      return fitting.expected().expectedNanos(weighing, now);
    }
  }
}
