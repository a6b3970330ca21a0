package io.tiffin.event;

import io.tiffin.feature.Row;

/**
 * Takes what changed in a {@link Replay} since it was last drained, each thing once and as it is
 * now, so that it can be found again as {@link KeptState}. What is handed over is not changed
 * afterwards.
 */
public interface ChangedState {

  /** An order's journey. */
  void order(KeptJourney<OrderJourney> journey);

  /** A courier's journey, or only its age. */
  void courier(KeptJourney<SignalJourney> journey);

  /** What a restaurant said of itself, or only its age. */
  void restaurantSignals(KeptJourney<SignalJourney> journey);

  /** A restaurant's profile. */
  void restaurant(Event.RestaurantProfile profile, KnownRestaurant known);

  /**
   * A row of an event view. Its event time is when the newest event was received that changed it,
   * and its body is packed as of then: what was the same once is the same for ever, whenever it is
   * drained. Its revision counts its changes.
   */
  void row(Row row);

  /** How far the replay has come; comes last, and also if nothing else changed. */
  void progress(ReplayProgress progress);
}
