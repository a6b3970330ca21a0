package io.tiffin.training;

import io.tiffin.event.Event;
import io.tiffin.event.EventRows;
import io.tiffin.event.Replay;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.serving.RowFinder;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a replay as a service would find them: window state that is published at most once
 * per view's interval, profiles, and how far each city's feed has come.
 */
final class ReplayedRows implements RowFinder {

  private static final Source SOURCE = new Source("replay");

  private final Catalogue catalogue;
  private final Replay replay;
  private final EventRows eventRows;
  private final Map<String, Row> profiles = new HashMap<>();
  private final Map<RowKey, Published> published = new HashMap<>();

  private long nowMicros;
  private Predicate<String> lost = view -> false;

  /** A row and when it was published. */
  private record Published(@Nullable Row row, long atMicros) {}

  ReplayedRows(Catalogue catalogue, Replay replay) {
    this.catalogue = catalogue;
    this.replay = replay;
    eventRows = new EventRows(catalogue);
  }

  /** Learns a profile from an event. */
  void learn(Event.RestaurantProfile event) {
    profiles.put(event.restaurantId(), eventRows.profile(event));
  }

  /**
   * Moves to the instant of the next look-ups.
   *
   * @param lostViews views whose rows are not found, as in an outage
   */
  void at(Instant instant, Predicate<String> lostViews) {
    nowMicros = micros(instant);
    lost = lostViews;
  }

  @Override
  public List<Outcome> find(Query query) {
    return query.keys().stream().map(this::find).toList();
  }

  private Outcome find(RowKey key) {
    Row row = lost.test(key.view()) ? null : row(key);
    return row == null ? new Outcome.Absent(0, SOURCE) : new Outcome.Found(row, SOURCE);
  }

  private @Nullable Row row(RowKey key) {
    return switch (key.view()) {
      case "restaurant_profile" -> profiles.get(key.entity());
      case "feed" -> feed(key);
      default -> published(key);
    };
  }

  private @Nullable Row feed(RowKey key) {
    return replay.feeds().stream()
        .filter(feed -> feed.cityId().equals(key.entity()))
        .findFirst()
        .map(feed -> eventRows.feed(feed, feed.watermarkMicros(), feed.watermarkMicros()))
        .orElse(null);
  }

  private @Nullable Row published(RowKey key) {
    Published last = published.get(key);
    if (last == null || nowMicros - last.atMicros() >= intervalMicros(key.view())) {
      last = new Published(replay.row(key).orElse(null), nowMicros);
      published.put(key, last);
    }
    return last.row();
  }

  private long intervalMicros(String view) {
    Duration interval = view(view).publishInterval();
    return interval == null ? 0 : interval.toMillis() * 1_000;
  }

  private FeatureView view(String name) {
    return catalogue
        .view(name)
        .orElseThrow(() -> new IllegalArgumentException("the catalogue has no view " + name));
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
