package io.tiffin.event.embedded;

import io.tiffin.event.ChangedState;
import io.tiffin.event.Event.RestaurantProfile;
import io.tiffin.event.EventRows;
import io.tiffin.event.Feed;
import io.tiffin.event.JourneyCodec;
import io.tiffin.event.KeptJourney;
import io.tiffin.event.KnownRestaurant;
import io.tiffin.event.OrderJourney;
import io.tiffin.event.ReplayProgress;
import io.tiffin.event.SignalJourney;
import io.tiffin.event.embedded.StateValues.Applied;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Everything that some events changed, how far they reach, and which rows are to be published for
 * it: written together or not at all. Not thread-safe.
 */
final class StateBatch implements ChangedState, AutoCloseable {

  private final WriteBatch batch = new WriteBatch();
  private final List<RowKey> changed = new ArrayList<>();
  private final LogPosition position;
  private final EventRows rows;
  private List<Feed> feeds = List.of();
  private long nowMicros = Long.MIN_VALUE;

  /**
   * @param position up to where the events reach
   */
  StateBatch(LogPosition position, EventRows rows) {
    this.position = position;
    this.rows = rows;
  }

  @Override
  public void order(KeptJourney<OrderJourney> kept) {
    OrderJourney journey = kept.journey();
    put(
        StateKeys.key(StateKeys.ORDER, journey.orderId()),
        StateValues.journey(kept, JourneyCodec.write(journey)));
    publish(EventRows.journeyKey(journey.orderId()));
  }

  @Override
  public void courier(KeptJourney<SignalJourney> kept) {
    signals(StateKeys.COURIER, kept);
  }

  @Override
  public void restaurantSignals(KeptJourney<SignalJourney> kept) {
    signals(StateKeys.RESTAURANT_SIGNALS, kept);
  }

  private void signals(byte kind, KeptJourney<SignalJourney> kept) {
    put(
        StateKeys.key(kind, kept.journey().subjectId()),
        StateValues.journey(kept, JourneyCodec.write(kept.journey())));
  }

  @Override
  public void restaurant(RestaurantProfile profile, KnownRestaurant known) {
    put(StateKeys.key(StateKeys.RESTAURANT, profile.restaurantId()), JourneyCodec.write(known));
    row(rows.profile(profile));
  }

  @Override
  public void row(Row row) {
    put(StateKeys.row(row.key()), StateValues.row(row));
    publish(row.key());
  }

  @Override
  public void progress(ReplayProgress progress) {
    nowMicros = progress.nowMicros();
    feeds = progress.feeds();
    feeds.forEach(
        feed -> put(StateKeys.key(StateKeys.FEED, feed.cityId()), StateValues.feed(feed)));
    put(
        new byte[] {StateKeys.PROGRESS},
        StateValues.applied(new Applied(position, progress.nowMicros(), progress.counts())));
  }

  /** Marks a row to be published. */
  void publish(RowKey key) {
    put(StateKeys.unpublished(key), StateValues.version(version()));
    changed.add(key);
  }

  /** Forgets an entry; one that is put afterwards stays. */
  void forget(byte[] key) {
    try {
      batch.delete(key);
    } catch (RocksDBException e) {
      throw new StateFailedException(e);
    }
  }

  private void put(byte[] key, byte[] value) {
    try {
      batch.put(key, value);
    } catch (RocksDBException e) {
      throw new StateFailedException(e);
    }
  }

  /** What tells this change of a row from earlier ones. */
  long version() {
    return position.event();
  }

  LogPosition position() {
    return position;
  }

  /** The rows to be published. */
  List<RowKey> changed() {
    return changed;
  }

  /** How far each city's events have come. */
  List<Feed> feeds() {
    return feeds;
  }

  /** When the newest of the events was received. */
  long nowMicros() {
    return nowMicros;
  }

  WriteBatch batch() {
    return batch;
  }

  @Override
  public void close() {
    batch.close();
  }
}
