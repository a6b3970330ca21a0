package io.tiffin.demo;

import io.tiffin.event.Event;
import io.tiffin.event.Replay;
import io.tiffin.simulation.SimulatedCity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Weeks of the city's past, replayed in the background while the city is already served with what
 * its last hours tell.
 */
final class History {

  private static final Duration STEP = Duration.ofHours(1);
  private static final int FEW_EVENTS = 500;

  private final SimulatedCity past;
  private final Replay replay;
  private final Instant from;
  private final Instant to;

  /**
   * @param past a city that begins where the history does
   * @param replay one that has seen nothing
   * @param from when the history begins
   * @param to when it ends and the present city begins
   */
  History(SimulatedCity past, Replay replay, Instant from, Instant to) {
    this.past = past;
    this.replay = replay;
    this.from = from;
    this.to = to;
  }

  /**
   * Replays the past and then what has happened since, until the present is caught up with but for
   * a few events.
   *
   * @return the replay, for {@link DemoCity#continueWith}
   * @throws InterruptedException if the thread is interrupted; nothing is published then
   */
  Replay catchUpWith(DemoCity present) throws InterruptedException {
    for (Instant until = from.plus(STEP); until.isBefore(to); until = until.plus(STEP)) {
      past.advanceTo(until, this::accept);
      stopIfInterrupted();
    }
    past.advanceTo(to, this::accept);
    List<Event> events;
    do {
      events = present.takeRemembered();
      events.forEach(replay::accept);
      stopIfInterrupted();
    } while (events.size() > FEW_EVENTS);
    return replay;
  }

  /** Couriers' own events count for an hour only, and that hour is over. */
  private void accept(Event event) {
    if (!(event instanceof Event.CourierEvent)) {
      replay.accept(event);
    }
  }

  private static void stopIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
