package io.tiffin.demo;

import io.tiffin.event.Event;
import io.tiffin.event.EventIntake;
import io.tiffin.event.EventIntake.Receipt;
import io.tiffin.simulation.SimulatedCity;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A simulated city in pace with the clock: what happens in it is handed to the runtime of events.
 * What that does not take is handed over again, and meanwhile the city stands still. Not
 * thread-safe.
 */
final class DemoCity {

  private static final Logger LOG = LoggerFactory.getLogger(DemoCity.class);

  /** Chosen: what the runtime takes at once with ease. */
  private static final int MOST_EVENTS = 500;

  private final SimulatedCity city;
  private final EventIntake intake;
  private final Queue<Event> waiting = new ArrayDeque<>();
  private boolean refused;

  DemoCity(SimulatedCity city, EventIntake intake) {
    this.city = city;
    this.intake = intake;
  }

  /** Moves the city on to {@code now} and hands over what happened. */
  void advanceTo(Instant now) {
    if (waiting.isEmpty()) {
      city.advanceTo(now, waiting::add);
    }
    handOver();
  }

  /** Hands over what happened before the city, as far as it is taken. */
  void begin(Iterator<Event> past) {
    past.forEachRemaining(waiting::add);
    handOver();
  }

  private void handOver() {
    boolean taken = true;
    while (taken && !waiting.isEmpty()) {
      List<Event> some = new ArrayList<>(waiting.stream().limit(MOST_EVENTS).toList());
      taken = isTaken(intake.accept(some));
      for (int i = 0; taken && i < some.size(); i++) {
        waiting.remove();
      }
    }
  }

  private boolean isTaken(Receipt receipt) {
    return switch (receipt) {
      case Receipt.Counted _ -> again();
      case Receipt.Logged _ -> again();
      case Receipt.Refused(String reason) -> refused(reason, null);
      case Receipt.Unavailable unavailable -> refused(unavailable.reason(), unavailable.cause());
    };
  }

  private boolean again() {
    if (refused) {
      LOG.info("The demo city's events are taken again");
      refused = false;
    }
    return true;
  }

  private boolean refused(String reason, @Nullable Throwable cause) {
    if (!refused) {
      LOG.warn("The demo city stands still, its events are not taken: {}", reason, cause);
      refused = true;
    }
    return false;
  }
}
