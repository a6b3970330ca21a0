package io.tiffin.event;

import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import org.jspecify.annotations.Nullable;

/** The past of a replay that has none. */
final class NothingKept implements KeptState {

  @Override
  public @Nullable KeptJourney<OrderJourney> order(String orderId) {
    return null;
  }

  @Override
  public @Nullable KeptJourney<SignalJourney> courier(String courierId) {
    return null;
  }

  @Override
  public @Nullable KeptJourney<SignalJourney> restaurantSignals(String restaurantId) {
    return null;
  }

  @Override
  public @Nullable KnownRestaurant restaurant(String restaurantId) {
    return null;
  }

  @Override
  public @Nullable Row row(RowKey key) {
    return null;
  }
}
