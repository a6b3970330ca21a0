package io.tiffin.event;

import io.tiffin.event.Event.RestaurantProfile;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.geo.Zones;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rows that a runtime of events has to publish: those of a replay in memory, taken down by key,
 * event time and body. Revisions are the runtimes' own affair.
 */
public final class ExpectedRows implements ChangedState {

  private final EventRows rows;
  private final Map<RowKey, Row> all = new TreeMap<>(Comparator.comparing(RowKey::toString));

  private ExpectedRows(Catalogue catalogue) {
    rows = new EventRows(catalogue);
  }

  /** The rows after these events, in this order. */
  public static Map<RowKey, Row> after(Iterable<Event> events, Catalogue catalogue) {
    Replay replay = Replay.from(catalogue, new Zones(), KeptState.NOTHING, ReplayProgress.NONE);
    events.forEach(replay::accept);
    ExpectedRows expected = new ExpectedRows(catalogue);
    replay.drain(expected);
    return expected.all;
  }

  /** What has to be equal, as text. */
  public static String text(Row row) {
    return row.key() + "@" + row.eventTimeMicros() + " " + HexFormat.of().formatHex(row.body());
  }

  @Override
  public void order(KeptJourney<OrderJourney> kept) {
    add(rows.journey(kept.journey(), 1, kept.changedMicros()));
  }

  @Override
  public void courier(KeptJourney<SignalJourney> kept) {}

  @Override
  public void restaurantSignals(KeptJourney<SignalJourney> kept) {}

  @Override
  public void restaurant(RestaurantProfile profile, KnownRestaurant known) {
    add(rows.profile(profile));
  }

  @Override
  public void row(Row row) {
    add(row);
  }

  @Override
  public void progress(ReplayProgress progress) {
    progress.feeds().forEach(feed -> add(rows.feed(feed, feed.watermarkMicros(), 1)));
  }

  private void add(Row row) {
    all.put(row.key(), row);
  }
}
