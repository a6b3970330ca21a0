package io.tiffin.store.bigtable;

import com.google.cloud.bigtable.data.v2.models.ConditionalRowMutation;
import com.google.protobuf.ByteString;
import io.tiffin.feature.RowKey;
import io.tiffin.store.Envelope;
import io.tiffin.store.KeyEncoding;
import io.tiffin.store.RefusedRowException;
import io.tiffin.store.StoredRow;
import io.tiffin.store.StoredRow.Present;
import io.tiffin.store.StoredRow.Tombstone;
import io.tiffin.store.StoredRow.Unreadable;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.WriteOutcome.Applied;
import io.tiffin.store.WriteOutcome.Failed;
import io.tiffin.store.WriteOutcome.Superseded;
import java.util.Optional;

/**
 * One row to be written under a condition.
 *
 * @param rowKey the key in the table
 * @param value the envelope
 * @param condition what must stand for it to be written
 */
record RowWrite(
    RowKey key, ByteString rowKey, ByteString value, long revision, Condition condition) {

  /** What must stand. */
  sealed interface Condition {}

  /** Nothing, or an older revision. */
  record Older() implements Condition {}

  /** Exactly this revision; 0 for nothing. */
  record Exactly(long expected) implements Condition {}

  static RowWrite of(RowKey key, byte[] envelope, long revision, Condition condition) {
    return new RowWrite(
        key,
        BigtableCells.key(KeyEncoding.bytes(key)),
        ByteString.copyFrom(envelope),
        revision,
        condition);
  }

  /** The call; made anew for each attempt, since what has expired depends on the time. */
  ConditionalRowMutation mutation(BigtableCells cells) {
    return switch (condition) {
      case Older() -> cells.put(key, rowKey, value, revision);
      case Exactly(long expected) when expected == 0 -> cells.create(key, rowKey, value);
      case Exactly(long expected) -> cells.replace(key, rowKey, value, expected);
    };
  }

  /** Whether it was written, by what the call answers: whether its predicate was met. */
  boolean isApplied(boolean met) {
    return met == (condition instanceof Exactly(long expected) && expected > 0);
  }

  /** Whether to send it again is harmless when the first one may have arrived. */
  boolean isRepeatable() {
    return condition instanceof Older;
  }

  /**
   * What became of it, now that something else was in the way and this was found afterwards.
   *
   * @param maybeApplied whether an earlier attempt may have arrived
   * @return empty if nothing is in the way any more, so that it is worth another attempt
   */
  Optional<WriteOutcome> outcome(ByteString found, boolean maybeApplied) {
    if (maybeApplied && found.equals(value)) {
      return Optional.of(new Applied());
    }
    StoredRow stored = Envelope.unpack(key, found.toByteArray());
    return switch (stored) {
      case Present present -> outcome(present.row().revision());
      case Tombstone tombstone -> outcome(tombstone.revision());
      case Unreadable unreadable -> Optional.of(refused("what is stored is no row", unreadable));
    };
  }

  /** The same, when this revision was found; 0 for nothing. */
  Optional<WriteOutcome> outcome(long stands) {
    boolean inTheWay =
        switch (condition) {
          case Older() -> stands >= revision;
          case Exactly(long expected) -> stands != expected;
        };
    return inTheWay ? Optional.of(new Superseded(stands)) : Optional.empty();
  }

  private static Failed refused(String reason, Unreadable unreadable) {
    return new Failed(
        "Bigtable's row is left alone: " + reason,
        new RefusedRowException(reason + ": " + unreadable.reason()));
  }
}
