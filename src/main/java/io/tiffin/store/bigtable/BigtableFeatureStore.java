package io.tiffin.store.bigtable;

import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.PermissionDeniedException;
import com.google.api.gax.rpc.UnauthenticatedException;
import com.google.protobuf.ByteString;
import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.Envelope;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.KeyEncoding;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.bigtable.RowRead.Failure;
import io.tiffin.store.bigtable.RowRead.Nothing;
import io.tiffin.store.bigtable.RowRead.Reply;
import io.tiffin.store.bigtable.RowRead.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Bigtable as a source of truth. Writes and reads of the source go through one cluster, where each
 * row is read, compared and written in one step; other reads may go to whichever cluster is near,
 * and be as late as its replication.
 *
 * <p>What is stored under a row's key but is no row is left alone: reads and writes of that key
 * fail until somebody deletes it. (A write cannot see damage behind the revision, only a read can:
 * a newer revision replaces such a row.)
 */
final class BigtableFeatureStore implements FeatureStore {

  private static final ByteString NOBODY = ByteString.copyFromUtf8("check");

  private final Source source;
  private final BigtableLink link;
  private final RowReads reads;
  private final RowWrites writes;
  private final ReadWriteLock closing = new ReentrantReadWriteLock();
  private volatile boolean closed;

  /**
   * @param link not closed with the store
   */
  BigtableFeatureStore(Source source, BigtableLink link, RowReads reads, RowWrites writes) {
    this.source = source;
    this.link = link;
    this.reads = reads;
    this.writes = writes;
  }

  @Override
  public Source source() {
    return source;
  }

  @Override
  public List<Outcome> find(Query query) {
    List<RowKey> wanted = query.keys();
    if (closed) {
      return Collections.nCopies(
          wanted.size(), new Outcome.Failed(Reason.ERROR, closedAlready(), source));
    }
    List<byte[]> keyBytes = new ArrayList<>(wanted.size());
    List<ByteString> rowKeys = new ArrayList<>(wanted.size());
    Set<ByteString> asked = LinkedHashSet.newLinkedHashSet(wanted.size());
    for (RowKey key : wanted) {
      byte[] bytes = KeyEncoding.bytes(key);
      ByteString rowKey = BigtableCells.key(bytes);
      keyBytes.add(bytes);
      rowKeys.add(rowKey);
      if (rowKey.size() <= BigtableCells.LONGEST_KEY) {
        asked.add(rowKey);
      }
    }
    Map<ByteString, Reply> replies = reads.find(asked, query.consistency(), query.deadline());
    List<Outcome> outcomes = new ArrayList<>(wanted.size());
    for (int i = 0; i < rowKeys.size(); i++) {
      outcomes.add(outcome(wanted.get(i), keyBytes.get(i), replies.get(rowKeys.get(i))));
    }
    return Collections.unmodifiableList(outcomes);
  }

  private Outcome outcome(RowKey key, byte[] keyBytes, @Nullable Reply reply) {
    return switch (reply) {
      case Value(ByteString bytes) ->
          Envelope.unpack(key, keyBytes, bytes.toByteArray()).outcome(key, source);
      case Nothing() -> new Outcome.Absent(0, source);
      case Failure(Reason reason, var cause) -> new Outcome.Failed(reason, cause, source);
      case null ->
          new Outcome.Failed(
              Reason.ERROR,
              new BigtableUnavailableException("the key is longer than Bigtable takes", null),
              source);
    };
  }

  @Override
  public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
    List<RowWrite> wanted = new ArrayList<>(rows.size());
    for (Row row : rows) {
      wanted.add(RowWrite.of(row.key(), Envelope.pack(row), row.revision(), new RowWrite.Older()));
    }
    return write(wanted, deadline);
  }

  @Override
  public WriteOutcome delete(RowKey key, long revision, Deadline deadline) {
    if (revision < 1) {
      throw new IllegalArgumentException(
          "revision of the deletion of " + key + " is " + revision + ", expected at least 1");
    }
    byte[] tombstone = Envelope.packTombstone(key, revision);
    return write(List.of(RowWrite.of(key, tombstone, revision, new RowWrite.Older())), deadline)
        .getFirst();
  }

  @Override
  public WriteOutcome replace(Row row, long expectedRevision, Deadline deadline) {
    if (row.revision() <= expectedRevision) {
      throw new IllegalArgumentException(
          "revision of " + row.key() + " is " + row.revision() + ", not above the expected one");
    }
    RowWrite.Condition expected = new RowWrite.Exactly(expectedRevision);
    RowWrite write = RowWrite.of(row.key(), Envelope.pack(row), row.revision(), expected);
    return write(List.of(write), deadline).getFirst();
  }

  private List<WriteOutcome> write(List<RowWrite> wanted, Deadline deadline) {
    closing.readLock().lock();
    try {
      return closed
          ? Collections.nCopies(
              wanted.size(),
              new WriteOutcome.Failed("the Bigtable store is closed", closedAlready()))
          : writes.write(wanted, deadline);
    } finally {
      closing.readLock().unlock();
    }
  }

  @Override
  public Check check(Deadline deadline) {
    if (closed) {
      return new Check(false, "the Bigtable store is closed");
    }
    Reply reply =
        reads
            .find(List.of(NOBODY), Consistency.SOURCE, deadline)
            .getOrDefault(NOBODY, new Nothing());
    return reply instanceof Failure failure
        ? new Check(false, complaint(failure))
        : new Check(true, "Bigtable answers for " + link.tableName());
  }

  private String complaint(Failure failure) {
    String table = link.tableName();
    return switch (failure.cause()) {
      case NotFoundException e ->
          "Bigtable has no " + table + ", make it as bigtable.md says: " + e.getMessage();
      case PermissionDeniedException e ->
          "Bigtable refuses " + table + ", grant roles/bigtable.user on it: " + e.getMessage();
      case UnauthenticatedException e ->
          "Bigtable does not know the credentials of spring.cloud.gcp: " + e.getMessage();
      case null -> "Bigtable has not answered in time";
      default ->
          failure.reason() == Reason.TIMED_OUT
              ? "Bigtable has not answered in time"
              : "Bigtable cannot be used: " + failure.cause();
    };
  }

  @Override
  public void close() {
    closing.writeLock().lock();
    try {
      closed = true;
    } finally {
      closing.writeLock().unlock();
    }
  }

  private static Exception closedAlready() {
    return new BigtableUnavailableException("the Bigtable store is closed", null);
  }
}
