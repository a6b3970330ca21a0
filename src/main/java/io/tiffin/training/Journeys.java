package io.tiffin.training;

import io.tiffin.event.FinishedOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Orders on their way and how long they still took. Those to learn from are of the days by which
 * the network was chosen, so that it is as wrong about them as it will be when it serves.
 *
 * @param learn what is learnt from
 * @param test what is reported on
 */
record Journeys(List<Labelled> learn, List<Labelled> test) {

  private static final double MICROS_PER_MINUTE = 60e6;

  /** Where there are none. */
  static final Journeys NONE = new Journeys(List.of(), List.of());

  /**
   * A snapshot and what came of it.
   *
   * @param minutesLeft until the order arrived
   */
  record Labelled(JourneySnapshot snapshot, double minutesLeft) {}

  /**
   * Snapshots of orders that were delivered.
   *
   * @param testFromMicros orders placed from then on are for the test
   */
  static Journeys of(
      List<JourneySnapshot> snapshots, Map<String, FinishedOrder> finished, long testFromMicros) {
    List<Labelled> learn = new ArrayList<>();
    List<Labelled> test = new ArrayList<>();
    for (JourneySnapshot snapshot : snapshots) {
      FinishedOrder order = finished.get(snapshot.orderId());
      if (order != null) {
        double elapsed = (snapshot.askedMicros() - order.placedAtMicros()) / MICROS_PER_MINUTE;
        double left = order.minutes() - elapsed;
        if (left > 0) { // else it had arrived, and the event of that had not
          boolean isTest = order.placedAtMicros() >= testFromMicros;
          (isTest ? test : learn).add(new Labelled(snapshot, left));
        }
      }
    }
    return new Journeys(learn, test);
  }
}
