package io.tiffin.event.embedded;

import io.tiffin.event.EventRows;
import io.tiffin.event.Feed;
import io.tiffin.event.JourneyCodec;
import io.tiffin.event.KeptJourney;
import io.tiffin.event.KeptState;
import io.tiffin.event.KnownRestaurant;
import io.tiffin.event.OrderJourney;
import io.tiffin.event.ReplayProgress;
import io.tiffin.event.SignalJourney;
import io.tiffin.event.embedded.StateValues.Applied;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * What the events add up to, as it was last committed. Thread-safe, but not to be used once its
 * database is closed.
 */
final class EventState implements KeptState {

  private final StateDatabase database;

  EventState(StateDatabase database) {
    this.database = database;
  }

  @Override
  public @Nullable KeptJourney<OrderJourney> order(String orderId) {
    byte[] value = get(StateKeys.key(StateKeys.ORDER, orderId));
    return value == null ? null : StateValues.journey(value, JourneyCodec::readOrder);
  }

  @Override
  public @Nullable KeptJourney<SignalJourney> courier(String courierId) {
    return signals(StateKeys.COURIER, courierId);
  }

  @Override
  public @Nullable KeptJourney<SignalJourney> restaurantSignals(String restaurantId) {
    return signals(StateKeys.RESTAURANT_SIGNALS, restaurantId);
  }

  private @Nullable KeptJourney<SignalJourney> signals(byte kind, String subject) {
    byte[] value = get(StateKeys.key(kind, subject));
    return value == null ? null : StateValues.journey(value, JourneyCodec::readSignals);
  }

  @Override
  public @Nullable KnownRestaurant restaurant(String restaurantId) {
    byte[] value = get(StateKeys.key(StateKeys.RESTAURANT, restaurantId));
    return value == null ? null : JourneyCodec.readRestaurant(value).orElseThrow();
  }

  @Override
  public @Nullable Row row(RowKey key) {
    byte[] value = get(StateKeys.row(key));
    return value == null ? null : StateValues.row(key, value);
  }

  /**
   * The row to publish under a key; null if there is none any more.
   *
   * @param revision of a row that has none of its own
   */
  @Nullable Row toPublish(RowKey key, long revision, EventRows rows) {
    if (key.view().equals(EventRows.JOURNEY_VIEW)) {
      KeptJourney<OrderJourney> kept = order(key.entity());
      return kept == null ? null : rows.journey(kept.journey(), revision, kept.changedMicros());
    }
    Row row = row(key);
    return row == null || key.view().equals(EventRows.PROFILE_VIEW)
        ? row
        : new Row(key, revision, row.eventTimeMicros(), row.body());
  }

  /** Up to where events are applied. */
  Applied applied() {
    byte[] value = get(new byte[] {StateKeys.PROGRESS});
    return value == null ? Applied.NOTHING : StateValues.applied(value);
  }

  /** How far the replay had come. */
  ReplayProgress progress() {
    Applied applied = applied();
    return new ReplayProgress(applied.nowMicros(), feeds(), applied.counts());
  }

  List<Feed> feeds() {
    List<Feed> feeds = new ArrayList<>();
    visit(
        new byte[] {StateKeys.FEED},
        (key, value) -> {
          feeds.add(StateValues.feed(value));
          return true;
        });
    return feeds;
  }

  void visit(byte[] from, StateDatabase.Visitor visitor) {
    try {
      database.visit(from, visitor);
    } catch (RocksDBException e) {
      throw new StateFailedException(e);
    }
  }

  private byte @Nullable [] get(byte[] key) {
    try {
      return database.get(key);
    } catch (RocksDBException e) {
      throw new StateFailedException(e);
    }
  }

  StateDatabase database() {
    return database;
  }
}
