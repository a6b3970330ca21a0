package io.tiffin.event;

import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Replay} handed over to {@link ChangedState} and no longer holds in memory. Asked by
 * the thread that calls the replay, for what memory does not have.
 */
public interface KeptState {

  /** Nothing was ever kept. */
  KeptState NOTHING = new NothingKept();

  /** The order's journey; null if none is kept. */
  @Nullable KeptJourney<OrderJourney> order(String orderId);

  /** The courier's journey; null if none is kept. */
  @Nullable KeptJourney<SignalJourney> courier(String courierId);

  /** What the restaurant said of itself; null if none is kept. */
  @Nullable KeptJourney<SignalJourney> restaurantSignals(String restaurantId);

  /** The restaurant's profile; null if none is kept. */
  @Nullable KnownRestaurant restaurant(String restaurantId);

  /** The row of an event view as it was handed over; null if none is kept. */
  @Nullable Row row(RowKey key);
}
