package io.tiffin.event.kafka;

import io.tiffin.window.Contribution;
import java.util.List;

/** What travels to where rows are kept. */
sealed interface Hop {

  /**
   * What one event contributes to one row.
   *
   * @param receivedMicros when the event was received
   * @param all of the row that the record's key names
   */
  record Contributions(long receivedMicros, List<Contribution> all) implements Hop {}

  /** How far a partition of events has come: everything that it contributed is before this. */
  record Counted(Progress progress) implements Hop {}

  /** How far a partition of rows has come: every row before this is in the store. */
  record Written(Progress progress) implements Hop {}

  /**
   * The store has a higher revision than the row that was to be written.
   *
   * @param storedRevision what stands there
   */
  record Superseded(long storedRevision) implements Hop {}
}
