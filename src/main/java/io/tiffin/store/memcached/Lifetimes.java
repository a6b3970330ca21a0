package io.tiffin.store.memcached;

import io.tiffin.store.RowLifetimes;
import io.tiffin.store.Standing;
import java.time.Duration;

/**
 * How long what is written lives, in seconds, at least 1: 0 would be for ever.
 *
 * <p>Memcached takes 30 days and more for an instant since the epoch. Folsom makes an instant of a
 * longer time, {@code LifetimeTests} has the proof.
 */
final class Lifetimes {

  /** So that no sum with the time of day overflows. Chosen. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private final RowLifetimes rows;
  private final Duration lease;
  private final Duration absence;

  /**
   * @param absence for rows that were never written
   */
  Lifetimes(RowLifetimes rows, Duration lease, Duration absence) {
    this.rows = rows;
    this.lease = lease;
    this.absence = absence;
  }

  /** Of a row, or of the knowledge that there is none. */
  int of(Standing standing) {
    Duration row = rows.of(standing.key().view()).inCaches();
    boolean neverWritten = standing instanceof Standing.Absent && standing.revision() == 0;
    return seconds(neverWritten && absence.compareTo(row) < 0 ? absence : row);
  }

  /** Of a lease. */
  int ofLeases() {
    return seconds(lease);
  }

  private static int seconds(Duration duration) {
    Duration bounded = duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    return (int) Math.max(1, bounded.toSeconds());
  }
}
