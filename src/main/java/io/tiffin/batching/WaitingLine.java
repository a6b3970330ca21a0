package io.tiffin.batching;

import java.util.ArrayList;
import java.util.List;
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
  private final Object lock = new Object();
  private @Nullable WaitingItem<Q, A> first;
  private @Nullable WaitingItem<Q, A> last;
  private int length;
  private int underWay;

  WaitingLine(MicroBatcher.Limits limits) {
    this.limits = limits;
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
   * The next batch, from the front, for a call that is under way from now on; null if nothing waits
   * or as many calls are under way as may be.
   */
  @Nullable List<WaitingItem<Q, A>> begin() {
    synchronized (lock) {
      if (underWay == limits.concurrentCalls()) {
        return null;
      }
      List<WaitingItem<Q, A>> batch = takeBatch();
      if (batch.isEmpty()) {
        return null;
      }
      underWay++;
      return batch;
    }
  }

  private List<WaitingItem<Q, A>> takeBatch() {
    List<WaitingItem<Q, A>> batch = new ArrayList<>(Math.min(length, limits.batchWeight()));
    long weight = 0;
    WaitingItem<Q, A> item = first;
    while (item != null && weight < limits.batchWeight()) {
      unlink(item);
      if (item.isWanted()) {
        batch.add(item);
        weight += item.weight();
      }
      item = first;
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
