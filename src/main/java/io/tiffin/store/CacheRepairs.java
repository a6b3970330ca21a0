package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.RowKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a cache up to date with what was written, and tries again what the cache did not take,
 * until it does. Thread-safe.
 *
 * <p>What is tried again only removes what is older, and puts no row in: by then another process
 * may have written a newer one that the cache has been told of and has forgotten.
 *
 * <p>What is pending is bounded: of a key only the highest revision is kept, and beyond the limit
 * further keys are not. Those may stay old in the cache until their time to live ends; this process
 * reads past the whole cache for as long.
 */
final class CacheRepairs {

  private static final Logger LOG = LoggerFactory.getLogger(CacheRepairs.class);

  /** Keys repaired in one call. Chosen. */
  private static final int BATCH = 500;

  private final RowCache cache;
  private final Settings settings;
  private final Ticker ticker;
  private final Map<RowKey, Standing> pending = new ConcurrentHashMap<>();
  private final AtomicLong distrustedUntil;

  /**
   * How repairs are made.
   *
   * @param timeout how long one call of the cache may take
   * @param limit keys that are pending at most
   * @param longestTimeToLive how long any row lives in the cache at most
   */
  record Settings(Duration timeout, int limit, Duration longestTimeToLive) {}

  CacheRepairs(RowCache cache, Settings settings, Ticker ticker) {
    this.cache = cache;
    this.settings = settings;
    this.ticker = ticker;
    distrustedUntil = new AtomicLong(ticker.nanos());
  }

  /**
   * Whether the cache may hold something older than what this process has written under the key.
   */
  boolean isPending(RowKey key) {
    return (!pending.isEmpty() && pending.containsKey(key)) || isDistrusted();
  }

  /** Whether this process reads past the whole cache. */
  boolean isDistrusted() {
    return distrustedUntil.get() - ticker.nanos() > 0;
  }

  /** How many keys are pending. */
  int pending() {
    return pending.size();
  }

  /** Brings the cache up to date; what it does not take is tried again by {@link #repair}. */
  void update(List<Standing> changes) {
    List<WriteOutcome> outcomes = cache.update(changes, Deadline.in(settings.timeout, ticker));
    int refused = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      Standing change = changes.get(i);
      if (outcomes.get(i) instanceof WriteOutcome.Failed) {
        remember(new Standing.AtLeast(change.key(), change.revision()));
        refused++;
      } else if (!pending.isEmpty()) {
        forget(change);
      }
    }
    if (refused > 0) {
      LOG.debug("{} did not take {} changes; they are tried again", cache.source(), refused);
    }
  }

  /**
   * Tries everything pending once more; to be called every now and then.
   *
   * @return whether nothing is pending any more
   */
  boolean repair() {
    List<Standing> batch = new ArrayList<>(BATCH);
    for (Standing change : pending.values()) {
      batch.add(change);
      if (batch.size() == BATCH) {
        int before = pending.size();
        update(batch);
        if (pending.size() >= before) {
          return false; // the cache is still not to be had: the rest waits for the next time
        }
        batch.clear();
      }
    }
    if (!batch.isEmpty()) {
      update(batch);
    }
    return pending.isEmpty();
  }

  private void remember(Standing change) {
    if (pending.size() >= settings.limit && !pending.containsKey(change.key())) {
      distrust();
      return;
    }
    pending.merge(change.key(), change, (old, now) -> now.revision() >= old.revision() ? now : old);
  }

  private void distrust() {
    if (!isDistrusted()) {
      LOG.warn(
          "{} did not take {} rows, and more cannot be remembered: this process reads past it for {}",
          cache.source(),
          settings.limit,
          settings.longestTimeToLive);
    }
    distrustedUntil.set(ticker.nanos() + settings.longestTimeToLive.toNanos());
  }

  private void forget(Standing done) {
    pending.computeIfPresent(
        done.key(), (_, standing) -> standing.revision() > done.revision() ? standing : null);
  }
}
