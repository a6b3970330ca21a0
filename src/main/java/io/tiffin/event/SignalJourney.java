package io.tiffin.event;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one courier or restaurant has said of itself: everything of the last five minutes before its
 * newest signal, and the latest of each type. Immutable.
 */
public final class SignalJourney {

  /**
   * A signal that is older than the newest by more than this is too late to be put in its place.
   */
  static final long MAX_LATENESS_MICROS = 2 * 60_000_000L;

  /** Long enough that a late signal still meets the one before it. */
  private static final long KEPT_MICROS = MAX_LATENESS_MICROS + Signal.MAX_GAP_MICROS;

  /** Bound of memory against a device that sends without pause. Chosen. */
  private static final int MAX_RECENT = 64;

  private final String subjectId;
  private final List<Signal> recent;
  private final List<Signal> latest;

  private SignalJourney(String subjectId, List<Signal> recent, List<Signal> latest) {
    this.subjectId = subjectId;
    this.recent = recent;
    this.latest = latest;
  }

  /** The journey of a courier or restaurant that nothing is known of. */
  public static SignalJourney begin(String subjectId) {
    return new SignalJourney(subjectId, List.of(), List.of());
  }

  /**
   * A journey that was kept.
   *
   * @param recent by time
   * @param latest one of each type at most
   */
  static SignalJourney of(String subjectId, List<Signal> recent, List<Signal> latest) {
    return new SignalJourney(subjectId, List.copyOf(recent), List.copyOf(latest));
  }

  public String subjectId() {
    return subjectId;
  }

  /** By time. */
  List<Signal> recent() {
    return recent;
  }

  /** The latest of each type. */
  List<Signal> latest() {
    return latest;
  }

  /** The latest signal of a type; null if there was none. */
  @Nullable Signal latest(EventType type) {
    for (Signal signal : latest) {
      if (signal.type() == type) {
        return signal;
      }
    }
    return null;
  }

  boolean isTooLate(Signal signal) {
    return !recent.isEmpty() && signal.micros() < recent.getLast().micros() - MAX_LATENESS_MICROS;
  }

  boolean has(Signal signal) {
    return recent.stream().anyMatch(signal::isSameAs);
  }

  /**
   * The last signal before {@code signal} that says where the courier was; null if there is none.
   */
  @Nullable Signal placedBefore(long micros) {
    for (Signal one : recent.reversed()) {
      if (one.micros() <= micros && one.place() != null) {
        return one;
      }
    }
    return null;
  }

  /** This journey and one more signal, which is neither too late nor known. */
  SignalJourney with(Signal signal) {
    List<Signal> all = new ArrayList<>(recent);
    int at = all.size();
    while (at > 0 && signal.isBefore(all.get(at - 1))) {
      at--;
    }
    all.add(at, signal);
    long horizon = all.getLast().micros() - KEPT_MICROS;
    all.removeIf(one -> one.micros() < horizon);
    if (all.size() > MAX_RECENT) {
      all.removeFirst();
    }
    return new SignalJourney(subjectId, List.copyOf(all), latestWith(signal));
  }

  private List<Signal> latestWith(Signal signal) {
    Signal present = latest(signal.type());
    if (present != null && signal.isBefore(present)) {
      return latest;
    }
    List<Signal> all = new ArrayList<>(latest);
    all.removeIf(one -> one.type() == signal.type());
    all.add(signal);
    return List.copyOf(all);
  }
}
