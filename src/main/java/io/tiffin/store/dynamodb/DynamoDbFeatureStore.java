package io.tiffin.store.dynamodb;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.WriteOutcome;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.random.RandomGenerator;

/**
 * DynamoDB as a source of truth: what it has acknowledged is in three data centres.
 *
 * <p>What is stored under a row's key but is no row is left alone: reads and writes of that key
 * fail until somebody deletes it.
 */
final class DynamoDbFeatureStore implements FeatureStore {

  private static final String CLOSED = "the DynamoDB store is closed";

  private final Source source;
  private final Table table;
  private final boolean readsNearestStrongly;
  private final RowReads reads;
  private final RowWrites writes;
  private final TableCheck check;
  private final ReadWriteLock closing = new ReentrantReadWriteLock();
  private volatile boolean closed;

  /**
   * @param table closed with the store
   * @param clock the machine's, by which rows expire
   */
  DynamoDbFeatureStore(
      Source source,
      DynamoDbStoreProperties properties,
      Table table,
      RowLifetimes lifetimes,
      InstantSource clock,
      RandomGenerator random) {
    this.source = source;
    this.table = table;
    String name = properties.table();
    readsNearestStrongly = properties.readsNearestStrongly();
    reads = new RowReads(source, name, table, Attempts.ofReads(random), clock);
    writes =
        new RowWrites(
            name,
            table,
            lifetimes,
            clock,
            Attempts.ofWrites(random),
            properties.concurrentWrites());
    check = new TableCheck(name, table);
  }

  @Override
  public Source source() {
    return source;
  }

  @Override
  public List<Outcome> find(Query query) {
    if (closed) {
      return Collections.nCopies(
          query.keys().size(),
          new Outcome.Failed(Reason.ERROR, new DynamoDbUnavailableException(CLOSED, null), source));
    }
    boolean strongly = query.consistency() == Consistency.SOURCE || readsNearestStrongly;
    return reads.find(query.keys(), strongly, query.deadline());
  }

  @Override
  public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
    List<RowWrite> puts = new ArrayList<>(rows.size());
    for (Row row : rows) {
      puts.add(RowWrite.put(row));
    }
    return write(puts, deadline);
  }

  @Override
  public WriteOutcome delete(RowKey key, long revision, Deadline deadline) {
    if (revision < 1) {
      throw new IllegalArgumentException(
          "revision of the deletion of " + key + " is " + revision + ", expected at least 1");
    }
    return write(List.of(RowWrite.tombstone(key, revision)), deadline).getFirst();
  }

  @Override
  public WriteOutcome replace(Row row, long expectedRevision, Deadline deadline) {
    if (row.revision() <= expectedRevision) {
      throw new IllegalArgumentException(
          "revision of " + row.key() + " is " + row.revision() + ", not above the expected one");
    }
    return write(List.of(RowWrite.replace(row, expectedRevision)), deadline).getFirst();
  }

  private List<WriteOutcome> write(List<RowWrite> rows, Deadline deadline) {
    closing.readLock().lock();
    try {
      return closed
          ? Collections.nCopies(
              rows.size(),
              new WriteOutcome.Failed(CLOSED, new DynamoDbUnavailableException(CLOSED, null)))
          : writes.run(rows, deadline);
    } finally {
      closing.readLock().unlock();
    }
  }

  @Override
  public Check check(Deadline deadline) {
    return closed ? new Check(false, CLOSED) : check.run(deadline);
  }

  @Override
  public void close() {
    closing.writeLock().lock();
    try {
      closed = true;
    } finally {
      closing.writeLock().unlock();
    }
    table.close();
  }
}
