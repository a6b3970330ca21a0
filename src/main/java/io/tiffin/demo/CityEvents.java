package io.tiffin.demo;

import io.tiffin.event.Event;
import io.tiffin.simulation.SimulatedCity;
import java.time.Instant;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** What a city has sent up to an instant, in the order received. Not thread-safe. */
final class CityEvents implements Iterator<Event> {

  private final SimulatedCity city;
  private final Instant couriersFrom;
  private final Instant to;
  private @Nullable Event next;

  /**
   * @param city one that has sent nothing yet
   * @param couriersFrom couriers' own events received before are left out: the hour that they count
   *     in is over
   * @param to events received before are handed out
   */
  CityEvents(SimulatedCity city, Instant couriersFrom, Instant to) {
    this.city = city;
    this.couriersFrom = couriersFrom;
    this.to = to;
    next = advance();
  }

  private @Nullable Event advance() {
    Event event = city.next();
    while (event instanceof Event.CourierEvent
        && event.envelope().receivedAt().isBefore(couriersFrom)) {
      event = city.next();
    }
    return event.envelope().receivedAt().isBefore(to) ? event : null;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Event next() {
    Event event = next;
    if (event == null) {
      throw new NoSuchElementException("the city's past is over");
    }
    next = advance();
    return event;
  }
}
