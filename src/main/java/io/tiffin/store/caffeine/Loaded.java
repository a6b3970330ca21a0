package io.tiffin.store.caffeine;

import io.tiffin.store.Outcome;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/** A row that was read, or that there is none, and how long that is worth something. */
final class Loaded implements Entry {

  private static final AtomicReferenceFieldUpdater<Loaded, @Nullable Loading> REFRESH =
      AtomicReferenceFieldUpdater.newUpdater(Loaded.class, Loading.class, "refresh");

  private final Outcome outcome;
  private final long revision;
  private final Epoch epoch;
  private final long hardAt;
  private volatile long refreshAt;
  private volatile @Nullable Loading refresh;

  /**
   * @param outcome as it is answered, with the near cache as its source
   * @param revision the row's, or the tombstone's, or 0
   * @param refreshAt from when on it is to be read again behind
   * @param hardAt from when on it is not served
   */
  Loaded(Outcome outcome, long revision, Epoch epoch, long refreshAt, long hardAt) {
    this.outcome = outcome;
    this.revision = revision;
    this.epoch = epoch;
    this.refreshAt = refreshAt;
    this.hardAt = hardAt;
  }

  Outcome outcome() {
    return outcome;
  }

  long revision() {
    return revision;
  }

  @Override
  public Epoch epoch() {
    return epoch;
  }

  long hardAt() {
    return hardAt;
  }

  boolean isServed(Epoch current, long now) {
    return epoch == current && now - hardAt < 0;
  }

  /** Whether it is time to read it again, and nobody does. */
  boolean isDue(long now) {
    return now - refreshAt >= 0 && refresh == null;
  }

  /** Whether the caller is the one who reads it again. */
  boolean beginRefresh(Loading begun) {
    return REFRESH.compareAndSet(this, null, begun);
  }

  /** The read that is to replace this; null if none is under way. */
  @Nullable Loading refresh() {
    return refresh;
  }

  /** Nothing came of the refresh; the next one is due at {@code at}. */
  void endRefresh(long at) {
    refreshAt = at;
    refresh = null;
  }
}
