package io.tiffin.store.caffeine;

import io.tiffin.batching.Ticker;
import io.tiffin.feature.RowKey;
import io.tiffin.store.RowChanges;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Which entries of a chain may be served, by what is told of writes. Thread-safe.
 *
 * <p>A change of any row, and the loss and return of the feed, begin another epoch: everything held
 * or under way is worth nothing from then on, at once, and whatever it weighs leaves as it is
 * replaced, evicted or too old.
 */
final class ChangeWatch implements RowChanges.Listener {

  /**
   * How long this process trusts itself no further than others after a write whose fate is not
   * known. Chosen: longer than a store may take to apply what it did not acknowledge in time.
   */
  private static final Duration DOUBT = Duration.ofMinutes(1);

  private final HeldRows rows;
  private final Ticker ticker;
  private final AtomicReference<Epoch> epoch;
  private final AtomicLong doubtedUntil;

  ChangeWatch(HeldRows rows, Trust first, Ticker ticker) {
    this.rows = rows;
    this.ticker = ticker;
    epoch = new AtomicReference<>(new Epoch(first));
    doubtedUntil = new AtomicLong(ticker.nanos());
  }

  Epoch epoch() {
    return epoch.get();
  }

  /** How far what is read from now on may be relied upon. */
  Trust trust(Epoch current, long now) {
    return doubtedUntil.get() - now > 0 ? Trust.UNTOLD : current.trust();
  }

  /** A write failed, and may be applied now or in a moment. */
  void doubt() {
    doubtedUntil.set(ticker.nanos() + DOUBT.toNanos());
  }

  @Override
  public void changed(RowKey key) {
    rows.drop(key);
  }

  @Override
  public void changedAny() {
    epoch.updateAndGet(before -> new Epoch(before.trust()));
  }

  @Override
  public void told(boolean connected) {
    epoch.set(new Epoch(connected ? Trust.TOLD : Trust.UNTOLD));
  }
}
