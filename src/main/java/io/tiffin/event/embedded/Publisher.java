package io.tiffin.event.embedded;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.event.EventRows;
import io.tiffin.event.Feed;
import io.tiffin.event.embedded.UnpublishedRows.Marked;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes changed rows into the store: each at most once per publish interval of its view, how far
 * the feeds have come last. What the store refused is tried again, ever more rarely. Thread-safe.
 *
 * <p>Revisions are microseconds of the clock, pushed on so that they never repeat or fall behind
 * what the store has: whoever writes next wins over whoever wrote before.
 */
final class Publisher {

  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  /** Rows handed over at once: what a slow store takes within the patience. Chosen. */
  private static final int ROWS_PER_PUT = 500;

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration FEED_INTERVAL = Duration.ofSeconds(1);
  private static final Duration FIRST_BACK_OFF = Duration.ofMillis(200);
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

  private final FeatureStore store;
  private final BooleanSupplier mayPublish;
  private final InstantSource clock;
  private final Ticker ticker;
  private final EventRows rows;
  private final PublishMeters meters;
  private final Map<String, Duration> intervals = new HashMap<>();
  private final Map<String, Long> dueNanos = new HashMap<>();
  private final Map<String, Feed> publishedFeeds = new HashMap<>();
  private EventState state;
  private UnpublishedRows unpublished;
  private volatile List<Feed> feeds;
  private long revision;
  private long feedsDueNanos;
  private long retryNanos;
  private Duration backOff = Duration.ZERO;
  private int publishedInPass;
  private int failedInPass;
  private volatile String lastFailure = "";

  /**
   * @param mayPublish whether this process is the one that writes live rows
   */
  Publisher(
      Catalogue catalogue,
      FeatureStore store,
      BooleanSupplier mayPublish,
      InstantSource clock,
      Ticker ticker,
      PublishMeters meters,
      EventState state,
      UnpublishedRows unpublished) {
    this.store = store;
    this.mayPublish = mayPublish;
    this.clock = clock;
    this.ticker = ticker;
    this.meters = meters;
    this.state = state;
    this.unpublished = unpublished;
    rows = new EventRows(catalogue);
    feeds = state.feeds();
    feedsDueNanos = ticker.nanos();
    retryNanos = feedsDueNanos;
    for (FeatureView view : catalogue.views()) {
      Duration interval = view.publishInterval();
      intervals.put(view.name(), interval == null ? Duration.ZERO : interval);
    }
    intervals.put(EventRows.JOURNEY_VIEW, Duration.ZERO);
  }

  /** Takes how far the feeds have come, once the rows that they speak for are committed. */
  void feeds(List<Feed> committed) {
    feeds = committed;
  }

  /** Goes on with the rows of another state, all of which are marked. */
  synchronized void switchTo(EventState other, UnpublishedRows itsUnpublished) {
    state = other;
    unpublished = itsUnpublished;
    feeds = other.feeds();
    publishedFeeds.clear();
    dueNanos.clear();
  }

  /** Publishes what is due, unless the store is being left alone after a failure. */
  synchronized void pass() {
    if (ticker.nanos() - retryNanos < 0) {
      return;
    }
    try {
      pass(false);
    } catch (RuntimeException e) {
      retryNanos = ticker.nanos() + LONGEST_BACK_OFF.toNanos();
      throw e;
    }
  }

  /** Publishes all there is, without waiting for any interval. */
  synchronized void passNow() {
    pass(true);
  }

  private void pass(boolean everything) {
    if (!mayPublish.getAsBoolean()) {
      return;
    }
    long began = ticker.nanos();
    List<Feed> speaksFor = feeds;
    publishedInPass = 0;
    failedInPass = 0;
    revision = Math.max(revision + 1, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
    unpublished.refill();
    boolean complete = true;
    for (String view : unpublished.views()) {
      if (everything || began - dueNanos.getOrDefault(view, began) >= 0) {
        complete &= publish(view, began);
      }
    }
    if (complete && (everything || began - feedsDueNanos >= 0)) {
      complete = publishFeeds(speaksFor, began);
    }
    settle(complete);
    meters.passed(Duration.ofNanos(ticker.nanos() - began), publishedInPass, failedInPass);
  }

  private void settle(boolean complete) {
    if (complete) {
      backOff = Duration.ZERO;
      lastFailure = "";
    } else if (failedInPass > 0) {
      Duration doubled = backOff.multipliedBy(2);
      backOff = doubled.isZero() ? FIRST_BACK_OFF : doubled;
      backOff = backOff.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : backOff;
      retryNanos = ticker.nanos() + backOff.toNanos();
    }
  }

  /** Publishes a view's rows as of now; true if none is left of them. */
  private boolean publish(String view, long nanos) {
    Duration interval = intervals.get(view);
    if (interval == null) {
      return forget(view);
    }
    dueNanos.put(view, nanos + interval.toNanos());
    int left = unpublished.size(view);
    boolean complete = true;
    while (left > 0 && mayPublish.getAsBoolean()) {
      List<Marked> some = unpublished.some(view, Math.min(left, ROWS_PER_PUT));
      left -= Math.max(1, some.size());
      complete &= publish(some);
      if (failedInPass >= ROWS_PER_PUT && publishedInPass == 0) {
        left = 0; // it takes nothing now
        complete = false;
      }
    }
    if (!complete || left > 0) {
      dueNanos.remove(view);
    }
    return complete && left <= 0;
  }

  /** A view that the catalogue no longer has. */
  private boolean forget(String view) {
    published(unpublished.some(view, Integer.MAX_VALUE));
    return true;
  }

  private boolean publish(List<Marked> some) {
    List<Marked> marks = new ArrayList<>(some.size());
    List<Row> written = new ArrayList<>(some.size());
    List<Marked> done = new ArrayList<>(some.size());
    for (Marked mark : some) {
      Row row = state.toPublish(mark.key(), revision, rows);
      if (row == null) {
        done.add(mark); // its time was over before it could be published
      } else {
        marks.add(mark);
        written.add(row);
      }
    }
    List<WriteOutcome> outcomes = put(written);
    List<Marked> again = new ArrayList<>();
    for (int i = 0; i < marks.size(); i++) {
      (isDone(written.get(i).key(), outcomes.get(i)) ? done : again).add(marks.get(i));
    }
    published(done);
    unpublished.postpone(again);
    return again.isEmpty();
  }

  private List<WriteOutcome> put(List<Row> written) {
    return written.isEmpty() ? List.of() : store.put(written, Deadline.in(PATIENCE, ticker));
  }

  private void published(List<Marked> done) {
    try {
      unpublished.published(done);
    } catch (RocksDBException e) {
      LOG.warn("{} rows that are published will be once more", done.size(), e);
    }
  }

  private boolean isDone(RowKey key, WriteOutcome outcome) {
    return switch (outcome) {
      case WriteOutcome.Applied _ -> {
        publishedInPass++;
        yield true;
      }
      case WriteOutcome.Superseded superseded -> {
        revision = Math.max(revision, superseded.storedRevision() + 1);
        yield key.view().equals(EventRows.PROFILE_VIEW); // a newer profile is there
      }
      case WriteOutcome.Failed failed -> {
        failedInPass++;
        if (lastFailure.isEmpty()) {
          LOG.warn(
              "Live rows are not written and are tried again, first {}: {}",
              key,
              failed.message(),
              failed.cause());
        }
        lastFailure = failed.message();
        yield false;
      }
    };
  }

  /** Comes last: a watermark promises that every row it speaks for is written. */
  private boolean publishFeeds(List<Feed> speaksFor, long nanos) {
    feedsDueNanos = nanos + FEED_INTERVAL.toNanos();
    List<Feed> newer = new ArrayList<>();
    List<Row> written = new ArrayList<>();
    for (Feed feed : speaksFor) {
      if (!feed.equals(publishedFeeds.get(feed.cityId()))) {
        newer.add(feed);
        written.add(rows.feed(feed, feed.watermarkMicros(), revision));
      }
    }
    List<WriteOutcome> outcomes = put(written);
    boolean complete = true;
    for (int i = 0; i < newer.size(); i++) {
      if (isDone(written.get(i).key(), outcomes.get(i))) {
        publishedFeeds.put(newer.get(i).cityId(), newer.get(i));
      } else {
        complete = false;
        feedsDueNanos = nanos;
      }
    }
    return complete;
  }

  /** Rows changed here that the store does not have yet. */
  long unpublished() {
    return unpublished.count();
  }

  /** Why rows could not be written the last time; empty if they could. */
  String lastFailure() {
    return lastFailure;
  }
}
