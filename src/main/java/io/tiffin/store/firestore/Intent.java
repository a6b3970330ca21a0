package io.tiffin.store.firestore;

import com.google.firestore.v1.Document;
import com.google.firestore.v1.Precondition;
import com.google.firestore.v1.Write;
import io.tiffin.feature.RowKey;
import io.tiffin.store.RefusedRowException;
import io.tiffin.store.StoredRow;
import io.tiffin.store.StoredRow.Present;
import io.tiffin.store.StoredRow.Tombstone;
import io.tiffin.store.StoredRow.Unreadable;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.firestore.LookUps.Reply;
import java.time.Instant;

/**
 * One row that is to be written, and what it depends on.
 *
 * @param document what is to be written
 * @param revision of the document
 * @param expected the revision that must stand now; {@link #ANY_LOWER} for any that is lower
 */
record Intent(RowKey key, Document document, long revision, long expected) {

  static final long ANY_LOWER = -1;

  /** Of the document. */
  String name() {
    return document.getName();
  }

  /** What is to be done, by what stands. */
  sealed interface Decision {}

  /** To be written if the document still is as it was read. */
  record Send(Write write) implements Decision {}

  /** Nothing is left to do. */
  record Settled(WriteOutcome outcome) implements Decision {}

  /** Nobody knows what stands. */
  record Unknown(Throwable cause) implements Decision {}

  /**
   * Decides by what was read.
   *
   * @param mayBeMine whether an earlier attempt of this intent may have been written: then a
   *     document that is just as it was to be is its own
   */
  Decision by(Reply reply, Instant now, boolean mayBeMine) {
    return switch (reply) {
      case LookUps.Failure failure -> new Unknown(failure.cause());
      case LookUps.Missing _ -> byRevision(0, Precondition.newBuilder().setExists(false).build());
      case LookUps.Found found when mayBeMine && isMine(found.document()) ->
          new Settled(new WriteOutcome.Applied());
      case LookUps.Found found when RowDocument.hasExpired(found.document(), now) ->
          byRevision(0, unchanged(found.document()));
      case LookUps.Found found -> byRow(found.document());
    };
  }

  private boolean isMine(Document found) {
    return found.getFieldsMap().equals(document.getFieldsMap());
  }

  private Decision byRow(Document found) {
    StoredRow stored = RowDocument.read(key, found);
    return switch (stored) {
      case Present present -> byRevision(present.row().revision(), unchanged(found));
      case Tombstone tombstone -> byRevision(tombstone.revision(), unchanged(found));
      case Unreadable unreadable ->
          new Settled(
              new WriteOutcome.Failed(
                  "what is stored is no row: " + unreadable.reason(),
                  new RefusedRowException(unreadable.reason())));
    };
  }

  private Decision byRevision(long stands, Precondition condition) {
    boolean wins = expected == ANY_LOWER ? stands < revision : stands == expected;
    return wins
        ? new Send(Write.newBuilder().setUpdate(document).setCurrentDocument(condition).build())
        : new Settled(new WriteOutcome.Superseded(stands));
  }

  private static Precondition unchanged(Document found) {
    return Precondition.newBuilder().setUpdateTime(found.getUpdateTime()).build();
  }
}
