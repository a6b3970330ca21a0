package io.tiffin.sizing;

import io.tiffin.feature.EntityType;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureType;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Origin;
import io.tiffin.feature.ViewKind;
import java.time.Duration;

/**
 * What a view is sized by where nothing is given: a market of 10,000 restaurants in 10 cities that
 * asks for 1,000 estimates a second, each of which looks up one row of every view, and that sends
 * 1,000 events a second. All of it is chosen, as a size at which the choice of a store begins to
 * matter.
 */
final class TypicalMarket {

  private static final long RESTAURANTS = 10_000;
  private static final long CITIES = 10;
  private static final long HOURS_OF_WEEK = 168;
  private static final long COURIER_ZONES = 1_000;
  private static final long DROPOFF_ZONES = 5_000;
  private static final double READS_PER_SECOND = 1_000;
  private static final double EVENTS_PER_SECOND = 1_000;
  private static final double LATENCY_MILLIS = 50;
  private static final long CLIENTS = 2;

  /** What is published of a cache before DynamoDB is 85 to 95 %. */
  private static final double HIT_RATE = 0.9;

  private static final double HOT_SHARE = 0.2;

  /** Revision, event time and checksum, then the header of the row. */
  private static final int ENVELOPE_BYTES = 22 + 5;

  /** Measured: the state of 15 aggregates of a restaurant takes 497 bytes. */
  private static final int AGGREGATE_BYTES = 33;

  /** Chosen: an id or a name. */
  private static final int TEXT_BYTES = 2 + 16;

  private TypicalMarket() {}

  /** The workload of a view: what is given, and the market's for the rest. */
  static Workload of(FeatureView view, SizingQuestion given) {
    long rows = given.whole(SizingField.ROWS, rows(view.entity()));
    return new Workload(
        rows,
        given.whole(SizingField.BYTES_PER_ROW, bytes(view)),
        given.number(SizingField.READS_PER_SECOND, READS_PER_SECOND),
        given.number(SizingField.CHANGES_PER_SECOND, changes(view, rows)),
        given.whole(SizingField.CLIENTS, CLIENTS),
        given.number(SizingField.LATENCY_MILLIS, LATENCY_MILLIS),
        given.number(SizingField.HIT_RATE, HIT_RATE),
        given.number(SizingField.NEAR_HIT_RATE),
        given.number(SizingField.HOT_SHARE, HOT_SHARE),
        given.number(SizingField.BUDGET_PER_MONTH));
  }

  private static long rows(EntityType entity) {
    return switch (entity) {
      case REQUEST -> 1;
      case RESTAURANT -> RESTAURANTS;
      case RESTAURANT_HOUR -> RESTAURANTS * HOURS_OF_WEEK;
      case COURIER_ZONE, DROPOFF_AREA -> COURIER_ZONES;
      case DROPOFF_ZONE -> DROPOFF_ZONES;
      case CITY -> CITIES;
    };
  }

  /**
   * Rows of events change with the events, but each is written once per publish interval at most;
   * rows that are loaded are, once per max age.
   */
  private static double changes(FeatureView view, long rows) {
    if (view.kind() == ViewKind.EVENT && view.publishInterval() != null) {
      return Math.min(EVENTS_PER_SECOND, rows / seconds(view.publishInterval()));
    }
    return rows / Math.max(1, seconds(view.maxAge()));
  }

  private static long bytes(FeatureView view) {
    long bytes = ENVELOPE_BYTES;
    for (Feature feature : view.features()) {
      bytes +=
          switch (feature.origin()) {
            case Origin.Request ignored -> 0;
            case Origin.Computed ignored -> 0;
            case Origin.Aggregated ignored -> AGGREGATE_BYTES;
            case Origin.Load ignored ->
                feature.type() == FeatureType.STRING ? TEXT_BYTES : feature.type().width();
          };
    }
    return bytes;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
