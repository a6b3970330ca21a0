package io.tiffin.estimate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The estimates that wait to be held against what happened: at most so many, found by order and by
 * their own identifier. Thread-safe.
 *
 * <p>One that waits for its order keeps its place until that has arrived, or is given up; what
 * comes while every place is taken is not remembered. So where more is estimated in an hour than
 * there are places, those that are remembered are a sample of all hours, and not the last seconds,
 * of which no order has arrived. One that names no order makes room, as only its caller can tell
 * what became of it.
 */
final class RecentEstimates {

  /** Places that are looked at for a free one. Chosen. */
  private static final int PROBES = 8;

  private final @Nullable RecentEstimate[] places;
  private final Map<String, RecentEstimate> byId = new HashMap<>();
  private final Map<OrderOfModel, RecentEstimate> byOrder = new HashMap<>();
  private int next;
  private int nextLooked;

  private record OrderOfModel(String orderId, String model) {}

  /**
   * @param most how many are remembered; 0 for none
   */
  RecentEstimates(int most) {
    places = new @Nullable RecentEstimate[most];
  }

  /**
   * Remembers an estimate, in the place of an earlier one of the same order and model.
   *
   * @param model the name of the model that was asked
   * @return null if there is no room for it
   */
  @Nullable RecentEstimate add(Estimate estimate, String model) {
    if (places.length == 0) {
      return null;
    }
    RecentEstimate recent =
        new RecentEstimate(estimate, model, estimate.latestArrival().toEpochMilli());
    return added(recent) ? recent : null;
  }

  private synchronized boolean added(RecentEstimate recent) {
    OrderOfModel order = order(recent);
    RecentEstimate earlier = order == null ? null : byOrder.get(order);
    if (earlier != null) {
      forget(earlier);
    }
    for (int probe = 0; probe < Math.min(PROBES, places.length); probe++) {
      int place = next;
      next = (next + 1) % places.length;
      RecentEstimate there = places[place];
      if (there == null || !there.isOpen() || there.orderId() == null) {
        if (there != null) {
          forget(there);
        }
        places[place] = recent;
        byId.put(recent.id(), recent);
        if (order != null) {
          byOrder.put(order, recent);
        }
        return true;
      }
    }
    return false;
  }

  /** Takes out those of an order: what happened to it is known now. */
  synchronized List<RecentEstimate> takeOrder(String orderId, Iterable<String> models) {
    List<RecentEstimate> taken = new ArrayList<>(1);
    for (String model : models) {
      RecentEstimate recent = byOrder.get(new OrderOfModel(orderId, model));
      if (recent != null) {
        forget(recent);
        taken.add(recent);
      }
    }
    return taken;
  }

  /** Takes one out by its own identifier; null if it is not, or no longer, remembered. */
  synchronized @Nullable RecentEstimate take(String estimateId) {
    RecentEstimate recent = byId.get(estimateId);
    if (recent != null) {
      forget(recent);
    }
    return recent;
  }

  /** Takes one out; false if somebody else has already. */
  synchronized boolean take(RecentEstimate recent) {
    boolean wasOpen = recent.isOpen();
    forget(recent);
    return wasOpen;
  }

  /** Those whose order should have arrived by now, {@code most} at most, each in its turn. */
  synchronized List<RecentEstimate> due(Instant now, int most) {
    List<RecentEstimate> due = new ArrayList<>();
    for (int looked = 0; looked < places.length && due.size() < most; looked++) {
      RecentEstimate recent = places[nextLooked];
      nextLooked = (nextLooked + 1) % places.length;
      if (recent != null && recent.isDue(now.toEpochMilli())) {
        due.add(recent);
      }
    }
    return due;
  }

  /**
   * Looks for it again later.
   *
   * @param waits how long after each look in vain; after the last it is given up
   */
  synchronized void lookAgain(RecentEstimate recent, Instant now, List<Duration> waits) {
    int tries = recent.triedUntil(Long.MAX_VALUE);
    if (tries > waits.size()) {
      forget(recent);
    } else {
      recent.postpone(now.plus(waits.get(tries - 1)).toEpochMilli());
    }
  }

  /** Looks for it again later, as nobody could say now. */
  synchronized void postpone(RecentEstimate recent, Instant until) {
    recent.postpone(until.toEpochMilli());
  }

  /** How many wait. */
  synchronized int size() {
    return byId.size();
  }

  /** Its place is free for the next; whoever removes the others' entries would lose them. */
  private void forget(RecentEstimate recent) {
    recent.close();
    byId.remove(recent.id(), recent);
    OrderOfModel order = order(recent);
    if (order != null) {
      byOrder.remove(order, recent);
    }
  }

  private static @Nullable OrderOfModel order(RecentEstimate recent) {
    String orderId = recent.orderId();
    return orderId == null ? null : new OrderOfModel(orderId, recent.model());
  }
}
