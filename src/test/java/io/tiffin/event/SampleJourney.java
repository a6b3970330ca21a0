package io.tiffin.event;

import io.tiffin.feature.Row;
import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.geo.Place;
import io.tiffin.geo.Zones;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The journey of an order, event by event, as a runtime would keep and publish it.
 *
 * <pre>{@code
 * Row row = SampleJourney.placed("o-9", at).then(EventType.ORDER_ACCEPTED, at.plusSeconds(60)).row();
 * }</pre>
 */
public final class SampleJourney {

  private static final JourneySteps STEPS =
      new JourneySteps(ProductCatalogue.read(), _ -> Optional.empty(), new Zones());
  private static final EventRows ROWS = new EventRows(ProductCatalogue.read());
  private static final Place DOOR = new Place(52.5205, 13.4095);

  private final OrderJourney journey;
  private final Instant latest;

  private SampleJourney(OrderJourney journey, Instant latest) {
    this.journey = journey;
    this.latest = latest;
  }

  /** An order of restaurant r-17. */
  public static SampleJourney placed(String orderId, Instant at) {
    return ofNothing(orderId).then(EventType.ORDER_PLACED, at);
  }

  /** A journey that waits for its first event. */
  public static SampleJourney ofNothing(String orderId) {
    return new SampleJourney(OrderJourney.begin(orderId), Instant.EPOCH);
  }

  /** One event more. */
  public SampleJourney then(EventType type, Instant at) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, at);
    return new SampleJourney(STEPS.apply(journey, event(type, at), micros).journey(), at);
  }

  private Event.OrderEvent event(EventType type, Instant at) {
    String order = journey.orderId();
    Event.Envelope envelope = new Event.Envelope("e-" + type, at, at, "berlin");
    return switch (type) {
      case ORDER_PLACED -> new Event.OrderPlaced(envelope, order, "r-17", DOOR, 3, 2, 2_500, null);
      case ORDER_ACCEPTED -> new Event.OrderAccepted(envelope, order);
      case ORDER_READY -> new Event.OrderReady(envelope, order);
      case COURIER_ASSIGNED -> new Event.CourierAssigned(envelope, order, "c-1");
      case COURIER_ARRIVED_PICKUP -> new Event.CourierArrivedPickup(envelope, order, "c-1");
      case ORDER_PICKED_UP -> new Event.OrderPickedUp(envelope, order);
      case COURIER_ARRIVED_DROPOFF -> new Event.CourierArrivedDropoff(envelope, order, "c-1");
      case ORDER_DELIVERED -> new Event.OrderDelivered(envelope, order);
      case ORDER_CANCELLED -> new Event.OrderCancelled(envelope, order, "PLACED", "sold out");
      case COURIER_UNASSIGNED -> new Event.CourierUnassigned(envelope, order, "c-1");
      default -> throw new IllegalArgumentException(type + " is no event of an order");
    };
  }

  public OrderJourney journey() {
    return journey;
  }

  /** The row; its revision is when the latest event happened, in microseconds. */
  public Row row() {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, latest);
    return ROWS.journey(journey, micros, micros);
  }
}
