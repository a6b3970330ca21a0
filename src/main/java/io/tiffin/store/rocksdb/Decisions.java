package io.tiffin.store.rocksdb;

import io.tiffin.feature.RowKey;
import io.tiffin.store.Envelope;
import io.tiffin.store.StoredRow;
import io.tiffin.store.UnreadableRowException;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.WriteOutcome.Applied;
import io.tiffin.store.WriteOutcome.Superseded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Which mutations of a group apply. Each is compared with what is stored, or with what an earlier
 * mutation of the group is about to store. Outcomes are true only after {@link #write} has
 * returned.
 */
final class Decisions implements AutoCloseable {

  private final Database database;
  private final WriteBatch batch = new WriteBatch();

  /** What stands under each key of the group so far; 0 for nothing. */
  private final Map<RowKey, Long> revisions = new HashMap<>();

  Decisions(Database database) {
    this.database = database;
  }

  List<WriteOutcome> decide(List<Mutation> mutations) {
    List<WriteOutcome> outcomes = new ArrayList<>(mutations.size());
    for (Mutation mutation : mutations) {
      outcomes.add(decide(mutation));
    }
    return List.copyOf(outcomes);
  }

  private WriteOutcome decide(Mutation mutation) {
    try {
      long stored = storedRevision(mutation);
      if (!mutation.follows(stored)) {
        return new Superseded(stored);
      }
      batch.put(mutation.keyBytes(), mutation.packed());
      revisions.put(mutation.key(), mutation.revision());
      return new Applied();
    } catch (RocksDBException | UnreadableRowException e) {
      return new WriteOutcome.Failed("what is stored cannot be read: " + e.getMessage(), e);
    }
  }

  private long storedRevision(Mutation mutation) throws RocksDBException, UnreadableRowException {
    Long known = revisions.get(mutation.key());
    if (known != null) {
      return known;
    }
    long stored = revision(mutation, database.get(mutation.keyBytes()));
    revisions.put(mutation.key(), stored);
    return stored;
  }

  private static long revision(Mutation mutation, byte @Nullable [] stored)
      throws UnreadableRowException {
    if (stored == null) {
      return 0;
    }
    return switch (Envelope.unpack(mutation.key(), mutation.keyBytes(), stored)) {
      case StoredRow.Present present -> present.row().revision();
      case StoredRow.Tombstone tombstone -> tombstone.revision();
      case StoredRow.Unreadable unreadable ->
          throw new UnreadableRowException(mutation.key(), unreadable.reason());
    };
  }

  /** Makes what applies durable, all of it or nothing. */
  void write() throws RocksDBException {
    if (batch.count() > 0) {
      database.write(batch);
    }
  }

  @Override
  public void close() {
    batch.close();
  }
}
