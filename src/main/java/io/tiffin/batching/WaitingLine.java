package io.tiffin.batching;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Items in the order of their arrival, and how many calls are under way. A caller that gives up
 * leaves the line at once, wherever it stands, so what has been given up takes nobody's room.
 * Thread-safe.
 *
 * @param <Q> what one caller asks
 * @param <A> what it is answered
 */
final class WaitingLine<Q, A> {

  private final MicroBatcher.Limits limits;
  private final Supplier<Batch<Q, A>> batches;
  private final Object lock = new Object();
  private @Nullable WaitingItem<Q, A> first;
  private @Nullable WaitingItem<Q, A> last;
  private int length;
  private int underWay;

  /**
   * An empty line.
   *
   * @param batches gives a batch to be filled
   */
  WaitingLine(MicroBatcher.Limits limits, Supplier<Batch<Q, A>> batches) {
    this.limits = limits;
    this.batches = batches;
  }

  /** Joins at the end; false if the line is full. */
  boolean join(WaitingItem<Q, A> item) {
    synchronized (lock) {
      if (length == limits.queuedItems()) {
        return false;
      }
      item.previous = last;
      if (last == null) {
        first = item;
      } else {
        last.next = item;
      }
      last = item;
      item.stands = true;
      length++;
      return true;
    }
  }

  /** Leaves the line, if the item still stands in it. */
  void leave(WaitingItem<Q, A> item) {
    synchronized (lock) {
      if (item.stands) {
        unlink(item);
      }
    }
  }

  /**
   * The next batch, from the front; if there are items in it, their call is under way from now on.
   * Null if nothing waits or as many calls are under way as may be.
   */
  @Nullable Batch<Q, A> begin() {
    synchronized (lock) {
      if (first == null || underWay == limits.concurrentCalls()) {
        return null;
      }
      Batch<Q, A> batch = takeBatch();
      underWay += batch.items().isEmpty() ? 0 : 1;
      return batch;
    }
  }

  private Batch<Q, A> takeBatch() {
    Batch<Q, A> batch = batches.get();
    WaitingItem<Q, A> item = first;
    while (item != null && !batch.isFull()) {
      WaitingItem<Q, A> behind = item.next;
      if (batch.offer(item)) {
        unlink(item);
      }
      item = behind;
    }
    return batch;
  }

  private void unlink(WaitingItem<Q, A> item) {
    WaitingItem<Q, A> before = item.previous;
    WaitingItem<Q, A> after = item.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.previous = before;
    }
    item.previous = null;
    item.next = null;
    item.stands = false;
    length--;
  }

  /** A call has ended. */
  void end() {
    synchronized (lock) {
      underWay--;
    }
  }

  int length() {
    synchronized (lock) {
      return length;
    }
  }
}
