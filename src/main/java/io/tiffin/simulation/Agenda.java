package io.tiffin.simulation;

import java.util.PriorityQueue;

/**
 * What is still to happen in the city, in order of time; what is planned for the same instant
 * happens in the order planned.
 */
final class Agenda {

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long nowMillis;
  private long planned;

  Agenda(long startMillis) {
    nowMillis = startMillis;
  }

  long nowMillis() {
    return nowMillis;
  }

  /** Plans an action; one that lies in the past happens next. */
  void at(long millis, Runnable action) {
    entries.add(new Entry(Math.max(millis, nowMillis), planned++, action));
  }

  void in(double seconds, Runnable action) {
    at(nowMillis + Math.round(seconds * 1_000), action);
  }

  /** Plans an action for one period from now and every period after that. */
  void every(long periodMillis, Runnable action) {
    at(
        nowMillis + periodMillis,
        () -> {
          action.run();
          every(periodMillis, action);
        });
  }

  /** When the next action happens; nothing that happens from now on happens earlier. */
  long nextMillis() {
    Entry next = entries.peek();
    return next == null ? Long.MAX_VALUE : next.atMillis;
  }

  /** Moves the time on to the next action and runs it. */
  void step() {
    Entry next = entries.remove();
    nowMillis = next.atMillis;
    next.action.run();
  }

  private record Entry(long atMillis, long number, Runnable action) implements Comparable<Entry> {

    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(atMillis, other.atMillis);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }
}
