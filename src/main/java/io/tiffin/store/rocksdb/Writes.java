package io.tiffin.store.rocksdb;

import io.tiffin.batching.Deadline;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;

/** Where a store's mutations go. */
interface Writes {

  /**
   * Hands mutations over.
   *
   * @return one outcome per mutation, in order, once they are durable or refused; never fails
   * @throws InterruptedException if the caller was interrupted while waiting for a place; nothing
   *     is changed
   */
  Future<List<WriteOutcome>> submit(List<Mutation> mutations, Deadline deadline)
      throws InterruptedException;

  /**
   * Ends after what was handed over.
   *
   * @return whether it ended within {@code patience}; if not, the database must not be closed
   */
  boolean stop(Duration patience) throws InterruptedException;

  /** Why writes are refused right now, one sentence; empty while they are taken. */
  String refusal();

  /** The same refusal for each mutation. */
  static List<WriteOutcome> refused(List<Mutation> mutations, WriteOutcome.Failed refusal) {
    return mutations.stream().<WriteOutcome>map(mutation -> refusal).toList();
  }
}
