package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.FeatureStore.Check;
import java.util.List;

/**
 * Rows remembered by a remote cache in front of the tiers that follow it: the port that a cache
 * technology implements; {@link ReadThroughFeatureStore} makes a {@link FeatureStore} of it.
 *
 * <p>A cache may forget any row at any time. What it holds is ordered by revision: <b>it must not
 * go back to an older revision</b> than one it has held, unless it forgot it, and a forgotten row
 * comes back only under a lease that was granted after it was forgotten.
 *
 * <p>The lease is what keeps an old read from overwriting a newer write. A reader that misses takes
 * a lease, <i>then</i> reads the next tier, <i>then</i> fills. Every {@link #update} of the key
 * ends the lease, and so does the cache when it forgets it; a fill under an ended lease changes
 * nothing.
 *
 * <p>As with {@link FeatureStore}: thread-safe, connects lazily, no method throws because a server
 * is dead, slow or closed, every call returns by its deadline, and an interrupt is kept.
 */
public interface RowCache extends AutoCloseable {

  /** The name by which answers of this cache are told apart, such as {@code REDIS}. Constant. */
  Source source();

  /**
   * Looks rows up, in as few round trips as the technology allows.
   *
   * @return one result per key, in order. What is stored under a key but cannot be read as a row is
   *     {@link CacheRead.Failed} with {@code ERROR}, for that key only
   */
  List<CacheRead> find(List<RowKey> keys, Deadline deadline);

  /**
   * Asks for the right to fill keys that were missed, before they are read from the next tier.
   *
   * @param keys distinct
   * @return one lease per key, in order; {@link Lease#NONE} where another reader holds it or the
   *     cache failed: what is read then is not filled in
   */
  List<Lease> lease(List<RowKey> keys, Deadline deadline);

  /**
   * Fills in what the next tier answered; each row only if its lease still stands. Best effort:
   * what fails is not told.
   */
  void fill(List<Fill> fills, Deadline deadline);

  /**
   * Brings the cache up to date with what stands at the source now, and ends all leases of the
   * keys. The highest revision wins; a {@link Standing.AtLeast} removes what is older.
   *
   * @return one outcome per change, in order. After {@link WriteOutcome.Applied} and {@link
   *     WriteOutcome.Superseded} the cache holds nothing older than the change; after {@link
   *     WriteOutcome.Failed} it may
   */
  List<WriteOutcome> update(List<Standing> changes, Deadline deadline);

  /** Whether the cache can be reached and used right now; never throws. */
  Check check(Deadline deadline);

  /** Releases what the cache holds. Calls after it fail; closing again does nothing. */
  @Override
  void close();

  /**
   * The right to fill one key.
   *
   * @param token what the cache knows it by; 0 for no right
   */
  record Lease(long token) {

    /** No right to fill. */
    public static final Lease NONE = new Lease(0);

    public boolean granted() {
      return token != 0;
    }
  }

  /**
   * What is to be filled in under a lease.
   *
   * @param lease granted for the key
   * @param standing what the next tier answered after the lease was granted
   */
  record Fill(Lease lease, Standing standing) {}
}
