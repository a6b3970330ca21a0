package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import java.util.List;

/**
 * Rows by key, each with a revision: the port that every tier implements.
 *
 * <p>Implementations are thread-safe, connect lazily (constructing one never fails because a server is down), and turn every foreseeable
 * failure into an outcome: no method throws because a store is dead, slow or full. The interrupt flag of a caller is kept. Durability, and
 * revisions that survive deletion, are promised by sources of truth; a cache may forget any row at any time, but never goes back to an older
 * revision than one it has shown and not forgotten.
 */
public interface FeatureStore extends AutoCloseable {

  /** The name by which answers of this store are told apart. */
  Source source();

  /**
   * Looks rows up, in as few round trips as the technology allows.
   *
   * @return one outcome per key of {@code query}, in its order. When only some keys could be read the others are {@link Outcome.Failed};
   *     a key is {@link Outcome.Absent} <b>only</b> if the store has answered that there is no row. Past the deadline the keys not yet
   *     answered are {@code Failed} with {@code TIMED_OUT}, and the call returns.
   */
  List<Outcome> find(Query query);

  /**
   * Writes rows, the highest revision wins: a row is stored if, and only if, its revision is greater than that of the row or tombstone
   * stored under its key. Atomic per row, not across rows. Of two rows with one key in a call the higher revision stands afterwards.
   *
   * @return one outcome per row, in order. After {@link WriteOutcome.Applied} a source of truth keeps the row over a crash of any process
   */
  List<WriteOutcome> put(List<Row> rows, Deadline deadline);

  /**
   * Deletes a row by leaving a tombstone with this revision, so that no older write resurrects it.
   *
   * @param revision wins over stored revisions by the rule of {@link #put}; a key that was never written gets a tombstone too
   */
  WriteOutcome delete(RowKey key, long revision, Deadline deadline);

  /**
   * Compare-and-set: stores {@code row} if the revision stored under its key is exactly {@code expectedRevision}.
   *
   * @param row its revision is greater than {@code expectedRevision}
   * @param expectedRevision the revision of the stored row or tombstone; 0 if there must be neither
   * @throws IllegalArgumentException if the row's revision is not greater than the one expected; nothing is changed
   */
  WriteOutcome replace(Row row, long expectedRevision, Deadline deadline);

  /** Whether the store can be reached and used right now; never throws. For health, not for every request. */
  Check check(Deadline deadline);

  /** Releases what the store holds. Calls after it answer {@code Failed}. */
  @Override
  void close();

  /**
   * What a check found.
   *
   * @param usable whether reads can be expected to work
   * @param detail one sentence for operators
   */
  record Check(boolean usable, String detail) {}
}
