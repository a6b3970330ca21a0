package io.tiffin.event;

import io.tiffin.feature.Aggregate.Observation;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An observation as a function of an order's journey. Thread-safe. */
sealed interface OrderMeasure {

  /** Longest duration that is believed. */
  long MAX_DURATION_MICROS = 6 * 3_600_000_000L;

  /** What the journey says, which is known to be placed. */
  Measured of(OrderJourney journey, PlacedOrder placed);

  /** The stages that the result depends on, beside the placing. */
  Set<EventType> stages();

  /** The measure of an observation whose events are all about orders. */
  static OrderMeasure of(Observation observation) {
    return switch (observation) {
      case Observation.Occurrence(String type) -> new Reached(EventType.ofWireName(type));
      case Observation.Between(String from, String to) ->
          new Between(EventType.ofWireName(from), EventType.ofWireName(to));
      case Observation.Field(String type, String field) -> new FieldOf(EventField.of(type, field));
      case Observation.Open open ->
          new Open(
              EventType.ofWireNames(open.openedBy()),
              EventType.ofWireNames(open.closedBy()),
              open.amountField() == null
                  ? null
                  : EventField.of(EventType.ORDER_PLACED.wireName(), open.amountField()));
    };
  }

  /** A stage was reached. */
  record Reached(EventType stage) implements OrderMeasure {

    @Override
    public Measured of(OrderJourney journey, PlacedOrder placed) {
      return journey.has(stage) ? new Measured(journey.stageMicros(stage), 1) : Measured.NOTHING;
    }

    @Override
    public Set<EventType> stages() {
      return EnumSet.of(stage);
    }
  }

  /** Milliseconds from one stage to another, at the time of the second. */
  record Between(EventType from, EventType to) implements OrderMeasure {

    private static final long MICROS_PER_MILLI = 1_000;

    @Override
    public Measured of(OrderJourney journey, PlacedOrder placed) {
      if (!journey.has(from) || !journey.has(to)) {
        return Measured.NOTHING;
      }
      long micros = journey.stageMicros(to) - journey.stageMicros(from);
      return isPlausible(micros)
          ? new Measured(journey.stageMicros(to), micros / MICROS_PER_MILLI)
          : Measured.IMPLAUSIBLE;
    }

    static boolean isPlausible(long micros) {
      return micros >= 0 && micros <= MAX_DURATION_MICROS;
    }

    @Override
    public Set<EventType> stages() {
      return EnumSet.of(from, to);
    }
  }

  /** A numeric field of an event, or one derived from the journey up to it. */
  record FieldOf(EventField field) implements OrderMeasure {

    @Override
    public Measured of(OrderJourney journey, PlacedOrder placed) {
      return journey.has(field.event()) ? field.measure(journey, placed) : Measured.NOTHING;
    }

    @Override
    public Set<EventType> stages() {
      return field == EventField.TRAVEL_S_PER_M
          ? EnumSet.of(field.event(), EventType.ORDER_PICKED_UP, EventType.COURIER_ARRIVED_DROPOFF)
          : EnumSet.of(field.event());
    }
  }

  /**
   * The order is between its opening and a closing stage; delivery and cancellation close
   * everything.
   *
   * @param openedBy the latest of those reached counts
   * @param amount null to count one
   */
  record Open(List<EventType> openedBy, List<EventType> closedBy, @Nullable EventField amount)
      implements OrderMeasure {

    @Override
    public Measured of(OrderJourney journey, PlacedOrder placed) {
      long opened = OrderJourney.NEVER;
      for (EventType opener : openedBy) {
        opened = Math.max(opened, journey.stageMicros(opener));
      }
      if (opened == OrderJourney.NEVER || isClosed(journey)) {
        return Measured.NOTHING;
      }
      return amount == null
          ? new Measured(opened, 1)
          : new Measured(opened, amount.measure(journey, placed).amount());
    }

    private boolean isClosed(OrderJourney journey) {
      if (journey.isOver()) {
        return true;
      }
      for (EventType closer : closedBy) {
        if (journey.has(closer)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public Set<EventType> stages() {
      Set<EventType> all = EnumSet.copyOf(openedBy);
      all.addAll(closedBy);
      all.add(EventType.ORDER_DELIVERED);
      all.add(EventType.ORDER_CANCELLED);
      return all;
    }
  }
}
