package io.tiffin.store.firestore;

import com.google.firestore.v1.Document;
import com.google.firestore.v1.Value;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.tiffin.feature.RowKey;
import io.tiffin.store.Envelope;
import io.tiffin.store.StoredRow;
import io.tiffin.store.StoredRow.Present;
import io.tiffin.store.StoredRow.Tombstone;
import io.tiffin.store.StoredRow.Unreadable;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How a row is a document: {@code row} is its {@link Envelope}; {@code revision} is the envelope's
 * again, for whoever looks with other eyes than this program's; {@code expiresAt} is there where
 * the row has a lifetime, and is what Firestore's time-to-live policy goes by.
 */
final class RowDocument {

  static final String ROW = "row";
  static final String REVISION = "revision";
  static final String EXPIRES_AT = "expiresAt";

  private RowDocument() {}

  /** The document of a row or a tombstone. */
  static Document of(String name, long revision, byte[] envelope, Optional<Instant> expiresAt) {
    Document.Builder document =
        Document.newBuilder()
            .setName(name)
            .putFields(REVISION, Value.newBuilder().setIntegerValue(revision).build())
            .putFields(
                ROW, Value.newBuilder().setBytesValue(ByteString.copyFrom(envelope)).build());
    expiresAt.ifPresent(instant ->
        document.putFields(
            EXPIRES_AT, Value.newBuilder().setTimestampValue(timestamp(instant)).build()));
    return document.build();
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano() / 1_000 * 1_000) // Firestore keeps microseconds
        .build();
  }

  /** Whether the row has expired; Firestore deletes what has within a day or so. */
  static boolean hasExpired(Document document, Instant now) {
    Value expiresAt = document.getFieldsMap().get(EXPIRES_AT);
    if (expiresAt == null || !expiresAt.hasTimestampValue()) {
      return false;
    }
    Timestamp at = expiresAt.getTimestampValue();
    return !Instant.ofEpochSecond(at.getSeconds(), at.getNanos()).isAfter(now);
  }

  /** What the document holds. */
  static StoredRow read(RowKey key, Document document) {
    Map<String, Value> fields = document.getFieldsMap();
    Value row = fields.get(ROW);
    if (row == null || !row.hasBytesValue()) {
      return new Unreadable("the document has no field «row» of bytes");
    }
    Value revision = fields.get(REVISION);
    if (revision == null || !revision.hasIntegerValue()) {
      return new Unreadable("the document has no field «revision» that is an integer");
    }
    Value expiresAt = fields.get(EXPIRES_AT);
    if (expiresAt != null && !expiresAt.hasTimestampValue()) {
      return new Unreadable("the document's field «expiresAt» is no timestamp");
    }
    return checked(
        Envelope.unpack(key, row.getBytesValue().toByteArray()), revision.getIntegerValue());
  }

  private static StoredRow checked(StoredRow stored, long revision) {
    return switch (stored) {
      case Present present when present.row().revision() != revision -> differing(revision);
      case Tombstone tombstone when tombstone.revision() != revision -> differing(revision);
      case Present _, Tombstone _, Unreadable _ -> stored;
    };
  }

  private static StoredRow differing(long revision) {
    return new Unreadable("the field «revision» is " + revision + ", the row's is another");
  }
}
