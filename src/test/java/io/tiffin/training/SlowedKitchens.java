package io.tiffin.training;

import io.tiffin.event.Event;
import io.tiffin.event.Event.CourierArrivedDropoff;
import io.tiffin.event.Event.CourierArrivedPickup;
import io.tiffin.event.Event.CourierAssigned;
import io.tiffin.event.Event.CourierUnassigned;
import io.tiffin.event.Event.Envelope;
import io.tiffin.event.Event.OrderAccepted;
import io.tiffin.event.Event.OrderCancelled;
import io.tiffin.event.Event.OrderDelivered;
import io.tiffin.event.Event.OrderEvent;
import io.tiffin.event.Event.OrderPickedUp;
import io.tiffin.event.Event.OrderPlaced;
import io.tiffin.event.Event.OrderReady;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * A city's events as they would be if its kitchens took longer from some instant on: an order that
 * is accepted after that is ready later, and so is all that follows of it.
 */
final class SlowedKitchens implements Consumer<Event> {

  private final Instant from;
  private final double factor;
  private final Consumer<Event> receiver;
  private final Map<String, Instant> accepted = new HashMap<>();
  private final Map<String, Duration> behind = new HashMap<>();
  private final Queue<Event> later =
      new PriorityQueue<>(Comparator.comparing((Event event) -> event.envelope().receivedAt()));

  SlowedKitchens(Instant from, double factor, Consumer<Event> receiver) {
    this.from = from;
    this.factor = factor;
    this.receiver = receiver;
  }

  /** Takes the event that the city sends next; hands on what is received by then. */
  @Override
  public void accept(Event event) {
    later.add(event instanceof OrderEvent of ? moved(of) : event);
    while (!later.isEmpty()
        && !later.peek().envelope().receivedAt().isAfter(event.envelope().receivedAt())) {
      receiver.accept(later.remove());
    }
  }

  private Event moved(OrderEvent event) {
    Instant at = event.envelope().eventTime();
    if (event instanceof OrderAccepted && !at.isBefore(from)) {
      accepted.put(event.orderId(), at);
    }
    Instant since = accepted.get(event.orderId());
    if (event instanceof OrderReady && since != null) {
      double seconds = (factor - 1) * Duration.between(since, at).toSeconds();
      behind.put(event.orderId(), Duration.ofSeconds(Math.max(0, Math.round(seconds))));
    }
    Duration delay = behind.get(event.orderId());
    return delay == null ? event : moved(event, moved(event.envelope(), delay));
  }

  private static Envelope moved(Envelope envelope, Duration by) {
    return new Envelope(
        envelope.eventId(),
        envelope.eventTime().plus(by),
        envelope.receivedAt().plus(by),
        envelope.cityId());
  }

  private static Event moved(OrderEvent event, Envelope to) {
    return switch (event) {
      case OrderPlaced placed -> placed;
      case OrderAccepted told -> told;
      case OrderReady told -> new OrderReady(to, told.orderId());
      case CourierAssigned told -> new CourierAssigned(to, told.orderId(), told.courierId());
      case CourierUnassigned told -> new CourierUnassigned(to, told.orderId(), told.courierId());
      case CourierArrivedPickup told ->
          new CourierArrivedPickup(to, told.orderId(), told.courierId());
      case OrderPickedUp told -> new OrderPickedUp(to, told.orderId());
      case CourierArrivedDropoff told ->
          new CourierArrivedDropoff(to, told.orderId(), told.courierId());
      case OrderDelivered told -> new OrderDelivered(to, told.orderId());
      case OrderCancelled told ->
          new OrderCancelled(to, told.orderId(), told.stage(), told.reason());
    };
  }
}
