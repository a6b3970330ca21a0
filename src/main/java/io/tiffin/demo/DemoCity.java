package io.tiffin.demo;

import io.tiffin.event.Event;
import io.tiffin.event.Replay;
import io.tiffin.simulation.SimulatedCity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A simulated city in pace with the clock: what happens in it is counted by a replay and published.
 * Until a longer history takes over, it remembers its events for that. Thread-safe.
 */
final class DemoCity {

  private final SimulatedCity city;
  private final RowPublisher publisher;
  private final Instant couriersFrom;
  private Replay replay;
  private @Nullable List<Event> remembered = new ArrayList<>();

  /**
   * @param couriersFrom couriers' own events received before are left out: the hour that they count
   *     in is over
   */
  DemoCity(SimulatedCity city, Replay replay, RowPublisher publisher, Instant couriersFrom) {
    this.couriersFrom = couriersFrom;
    this.city = city;
    this.replay = replay;
    this.publisher = publisher;
  }

  /** Moves the city on to {@code now} and publishes what changed. */
  synchronized void advanceTo(Instant now) {
    city.advanceTo(now, this::accept);
    publisher.publish(replay, now);
  }

  /** Takes the events since the city's start, or since this was last called. */
  synchronized List<Event> takeRemembered() {
    List<Event> taken = remembered == null ? List.of() : remembered;
    remembered = new ArrayList<>();
    return taken;
  }

  /**
   * Goes on with a replay that has a longer past, and publishes all it holds.
   *
   * @param longer has seen every event taken from {@link #takeRemembered}; the rest is added here
   */
  synchronized void continueWith(Replay longer, Instant now) {
    takeRemembered().forEach(longer::accept);
    remembered = null;
    replay = longer;
    publisher.publishAll(replay, now);
  }

  /** Stops remembering: no longer history will take over. */
  synchronized void forget() {
    remembered = null;
  }

  private void accept(Event event) {
    if (event instanceof Event.CourierEvent
        && event.envelope().receivedAt().isBefore(couriersFrom)) {
      return;
    }
    replay.accept(event);
    if (remembered != null) {
      remembered.add(event);
    }
    if (event instanceof Event.RestaurantProfile profile) {
      publisher.profile(profile);
    }
  }
}
