package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import java.util.List;

/**
 * Rows by key, each with a revision: the port that every tier implements.
 *
 * <p>A store is either a <i>source of truth</i> or a <i>cache</i>. A source keeps what it has
 * acknowledged over a crash of any process, and keeps the revision of a deleted row, so that no
 * older write resurrects it. A cache may forget any row at any time, but never goes back to an
 * older revision than one it has shown and not forgotten.
 *
 * <p>Implementations are thread-safe and connect lazily: constructing one never fails because a
 * server is down. <b>No method throws because a store is dead, slow, full or closed</b>: every
 * foreseeable failure is an outcome for the keys it concerns, and the other keys are answered. A
 * thread that is interrupted, before or during a call, has its interrupt flag set when the call
 * returns; the call may then have given up early, with {@code Failed} outcomes.
 *
 * <p>Every call returns by its deadline, give or take the time it takes to say so: work that is
 * under way then is abandoned, never awaited.
 */
public interface FeatureStore extends AutoCloseable {

  /**
   * The name by which answers of this store are told apart, such as {@code ROCKSDB}. Constant, also
   * after {@link #close}.
   */
  Source source();

  /**
   * Looks rows up, in as few round trips as the technology allows.
   *
   * <p>A read that starts after a write was {@link WriteOutcome.Applied} sees that write, or a
   * newer one, if {@code query} asks for {@link Query.Consistency#SOURCE}. Rows of one query are
   * not a snapshot: each is as current as if it had been asked for alone.
   *
   * @param query the keys, none or many, in any order and possibly repeated
   * @return one outcome per key of {@code query}, in its order; empty for no keys. When only some
   *     keys could be read the others are {@link Outcome.Failed}. A key is {@link Outcome.Absent}
   *     <b>only</b> if the store has answered that there is no row. Past the deadline the keys not
   *     yet answered are {@code Failed} with {@code TIMED_OUT}. What is stored under a key but
   *     cannot be read as a row is {@code Failed} with {@code ERROR}, for that key only. The list
   *     is unmodifiable
   */
  List<Outcome> find(Query query);

  /**
   * Writes rows, the highest revision wins: a row is stored if, and only if, its revision is
   * greater than that of the row or tombstone stored under its key. Atomic per row, not across
   * rows: after a crash in the middle some rows may be stored and others not. Of two rows with one
   * key in a call the higher revision stands afterwards, whichever comes first.
   *
   * <p>Large lists are welcome: a store splits them into what its technology takes at once.
   *
   * @param rows the rows, none or many; kept by the store, so <b>neither the list nor a body may be
   *     changed afterwards</b>
   * @return one outcome per row, in order; empty for no rows. {@link WriteOutcome.Failed} for rows
   *     that were refused or not acknowledged before the deadline. The list is unmodifiable
   */
  List<WriteOutcome> put(List<Row> rows, Deadline deadline);

  /**
   * Deletes a row by leaving a tombstone with this revision, so that no older write resurrects it.
   * Afterwards {@link #find} answers {@link Outcome.Absent} with the tombstone's revision. A key
   * that was never written gets a tombstone too.
   *
   * @param revision at least 1; wins over stored revisions by the rule of {@link #put}
   * @throws IllegalArgumentException if {@code revision} is less than 1; nothing is changed
   */
  WriteOutcome delete(RowKey key, long revision, Deadline deadline);

  /**
   * Compare-and-set: stores {@code row} if the revision stored under its key is exactly {@code
   * expectedRevision}. Of any number of concurrent calls that expect the same revision exactly one
   * is {@link WriteOutcome.Applied}; the others are {@link WriteOutcome.Superseded} and carry the
   * revision that stands. A call that is {@link WriteOutcome.Failed} may have been applied: read
   * from the source before deciding what to do next.
   *
   * @param row its revision is greater than {@code expectedRevision}
   * @param expectedRevision the revision of the stored row or tombstone; 0 if there must be neither
   * @throws IllegalArgumentException if the row's revision is not greater than the one expected;
   *     nothing is changed
   */
  WriteOutcome replace(Row row, long expectedRevision, Deadline deadline);

  /**
   * Whether the store can be reached and used right now; never throws. For health and for
   * operators, not for every request: it may cost a round trip.
   */
  Check check(Deadline deadline);

  /**
   * Releases what the store holds, after the writes under way have been acknowledged or refused.
   * Calls after it answer {@code Failed} with {@code ERROR}; closing again does nothing.
   */
  @Override
  void close();

  /**
   * What a check found.
   *
   * @param usable whether reads can be expected to work
   * @param detail one sentence for operators, such as «1,204 rows in ./data/store, 71 GB free»
   */
  record Check(boolean usable, String detail) {}
}
