package io.tiffin.event;

import io.tiffin.feature.Aggregate.Observation;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An observation of what couriers or restaurants say of themselves. Thread-safe. */
sealed interface SignalMeasure {

  /** The types of signals that may change it. */
  Set<EventType> types();

  /**
   * The measure of an observation whose events are all about couriers, or all about restaurants.
   *
   * @throws IllegalArgumentException if it is one that only orders have
   */
  static SignalMeasure of(Observation observation) {
    return switch (observation) {
      case Observation.Occurrence(String type) -> new Occurred(EventType.ofWireName(type));
      case Observation.Field(String type, String field) -> {
        EventField.of(type, field);
        yield new Speed();
      }
      case Observation.Between ignored -> throw onlyOrdersHave(observation);
      case Observation.Open open when open.amountField() != null ->
          throw onlyOrdersHave(observation);
      case Observation.Open open ->
          new Open(EventType.ofWireNames(open.openedBy()), EventType.ofWireNames(open.closedBy()));
    };
  }

  private static IllegalArgumentException onlyOrdersHave(Observation observation) {
    return new IllegalArgumentException(observation + " is something that only orders have");
  }

  /** A signal was given. */
  record Occurred(EventType type) implements SignalMeasure {

    @Override
    public Set<EventType> types() {
      return EnumSet.of(type);
    }
  }

  /** Speed between a courier's consecutive locations, at the time of the later one. */
  record Speed() implements SignalMeasure {

    @Override
    public Set<EventType> types() {
      return EnumSet.of(
          EventType.COURIER_ONLINE, EventType.COURIER_LOCATION, EventType.COURIER_OFFLINE);
    }
  }

  /** The latest signal is an opening one. */
  record Open(List<EventType> openedBy, List<EventType> closedBy) implements SignalMeasure {

    private static final long MINUTE_MICROS = 60_000_000L;

    @Override
    public Set<EventType> types() {
      Set<EventType> all = EnumSet.copyOf(openedBy);
      all.addAll(closedBy);
      return all;
    }

    /**
     * The signal that keeps the courier or restaurant open; null if there is none. At the same
     * time, closing wins.
     */
    @Nullable Signal openSignal(SignalJourney journey) {
      Signal opened = latestOf(openedBy, journey);
      Signal closed = latestOf(closedBy, journey);
      if (opened == null || (closed != null && closed.micros() >= opened.micros())) {
        return null;
      }
      return opened;
    }

    private static @Nullable Signal latestOf(List<EventType> types, SignalJourney journey) {
      Signal latest = null;
      for (EventType type : types) {
        Signal one = journey.latest(type);
        if (one != null && (latest == null || latest.isBefore(one))) {
          latest = one;
        }
      }
      return latest;
    }

    /** One, at the minute of the signal: a further signal in the same minute changes nothing. */
    static Measured measure(@Nullable Signal open) {
      return open == null
          ? Measured.NOTHING
          : new Measured(Math.floorDiv(open.micros(), MINUTE_MICROS) * MINUTE_MICROS, 1);
    }
  }
}
