package io.tiffin.demo;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.event.Event.RestaurantProfile;
import io.tiffin.event.EventRows;
import io.tiffin.event.Feed;
import io.tiffin.event.Replay;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.ViewKind;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a replay holds into the store: changed rows at most once per their view's publish
 * interval, profiles, and how far each feed has come. What the store refused is tried again the
 * next time. Not thread-safe.
 *
 * <p>Revisions are microseconds of the clock, pushed on so that they never repeat or fall behind
 * what the store has: a restart on the same data goes on above it.
 */
final class RowPublisher {

  private static final Logger LOG = LoggerFactory.getLogger(RowPublisher.class);
  private static final int ROWS_PER_PUT = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final FeatureStore store;
  private final Ticker ticker;
  private final EventRows loadedRows;
  private final Map<String, Duration> intervals = new HashMap<>();
  private final Map<String, Instant> published = new HashMap<>();
  private final Map<RowKey, Row> profiles = new LinkedHashMap<>();
  private final Set<RowKey> changed = new LinkedHashSet<>();
  private long revision;
  private boolean refused;

  RowPublisher(Catalogue catalogue, FeatureStore store, Ticker ticker) {
    this.store = store;
    this.ticker = ticker;
    loadedRows = new EventRows(catalogue);
    for (FeatureView view : catalogue.views()) {
      Duration interval = view.publishInterval();
      if (view.kind() == ViewKind.EVENT && interval != null) {
        intervals.put(view.name(), interval);
      }
    }
  }

  /** Takes a profile that was received, to be written with the next rows. */
  void profile(RestaurantProfile event) {
    Row row = loadedRows.profile(event);
    profiles.put(row.key(), row);
  }

  /**
   * Writes everything a replay holds that this publisher has not seen, without waiting for any
   * interval.
   */
  void publishAll(Replay replay, Instant now) {
    published.clear();
    publish(replay, now);
  }

  /** Writes what is due at {@code now}, up to when the replay has seen every event. */
  void publish(Replay replay, Instant now) {
    revision = Math.max(revision + 1, micros(now));
    changed.addAll(replay.drainChanged());
    boolean refusedBefore = refused;
    refused = false;
    List<Row> rows = new ArrayList<>(profiles.values());
    for (RowKey key : dueAt(now)) {
      replay.row(key).ifPresent(row -> rows.add(stamped(row)));
    }
    for (int from = 0; from < rows.size(); from += ROWS_PER_PUT) {
      put(rows.subList(from, Math.min(from + ROWS_PER_PUT, rows.size())), refusedBefore);
    }
    if (!refused) {
      putFeeds(replay, now, refusedBefore);
    }
  }

  /** Comes last: a watermark promises that every row it speaks for is written. */
  private void putFeeds(Replay replay, Instant now, boolean refusedBefore) {
    List<Row> rows = new ArrayList<>();
    for (Feed feed : replay.feeds()) {
      rows.add(loadedRows.feed(feed, micros(now), revision));
    }
    put(rows, refusedBefore);
  }

  private List<RowKey> dueAt(Instant now) {
    Set<String> views = new LinkedHashSet<>();
    intervals.forEach((view, interval) -> {
      if (!now.isBefore(published.getOrDefault(view, Instant.EPOCH).plus(interval))) {
        views.add(view);
        published.put(view, now);
      }
    });
    return changed.stream().filter(key -> views.contains(key.view())).toList();
  }

  private Row stamped(Row row) {
    return new Row(row.key(), revision, row.eventTimeMicros(), row.body());
  }

  private void put(List<Row> rows, boolean refusedBefore) {
    List<WriteOutcome> outcomes = store.put(rows, Deadline.in(PATIENCE, ticker));
    for (int i = 0; i < rows.size(); i++) {
      settle(rows.get(i).key(), outcomes.get(i), refusedBefore);
    }
  }

  private void settle(RowKey key, WriteOutcome outcome, boolean refusedBefore) {
    switch (outcome) {
      case WriteOutcome.Applied ignored -> forget(key);
      case WriteOutcome.Superseded superseded -> {
        if (profiles.remove(key) == null) {
          revision = Math.max(revision, superseded.storedRevision());
        }
      }
      case WriteOutcome.Failed failed -> {
        if (!refused && !refusedBefore) {
          LOG.warn(
              "The demo city's rows are not written, first {}: {}",
              key,
              failed.message(),
              failed.cause());
        }
        refused = true;
      }
    }
  }

  private void forget(RowKey key) {
    changed.remove(key);
    profiles.remove(key);
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
