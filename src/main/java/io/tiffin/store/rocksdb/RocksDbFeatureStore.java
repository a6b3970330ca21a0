package io.tiffin.store.rocksdb;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.KeyEncoding;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.rocksdb.DiskReads.Wanted;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A durable source of truth in a directory of this machine.
 *
 * <p>A look-up first asks memory, on the caller's thread; only keys that are not there go to the
 * threads that may wait for the disk. Every write goes through {@link Writes}.
 */
final class RocksDbFeatureStore implements FeatureStore {

  private static final Logger log = LoggerFactory.getLogger(RocksDbFeatureStore.class);
  private static final Source SOURCE = new Source("ROCKSDB");

  /** Mutations handed over at once, so that a bulk load does not hold up other writers. Chosen. */
  private static final int MUTATIONS_PER_REQUEST = 1_024;

  /** How long closing waits for a disk that hangs. Chosen. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final OpenDirectory directory;
  private final Database database;
  private final Writes writes;
  private final DiskReads disk;
  private final ReadWriteLock closing = new ReentrantReadWriteLock();
  private boolean closed;

  /**
   * Opens the store.
   *
   * @param readThreads platform threads that wait for the disk
   */
  RocksDbFeatureStore(OpenDirectory directory, int readThreads) {
    this.directory = directory;
    this.database = directory.database();
    this.writes = directory.writes();
    this.disk = new DiskReads(database::get, SOURCE, readThreads);
  }

  @Override
  public Source source() {
    return SOURCE;
  }

  @Override
  public List<Outcome> find(Query query) {
    Outcome[] outcomes = new Outcome[query.keys().size()];
    Arrays.fill(outcomes, new Outcome.Failed(Reason.TIMED_OUT, null, SOURCE));
    List<Wanted> onDisk = new ArrayList<>();
    closing.readLock().lock();
    try {
      if (closed) {
        return failed(query, new IllegalStateException(closedMessage()));
      }
      findInMemory(query, outcomes, onDisk);
    } finally {
      closing.readLock().unlock();
    }
    if (!onDisk.isEmpty()) {
      findOnDisk(onDisk, query.deadline(), outcomes);
    }
    return List.of(outcomes);
  }

  private void findInMemory(Query query, Outcome[] outcomes, List<Wanted> onDisk) {
    List<RowKey> keys = query.keys();
    for (int i = 0; i < outcomes.length && !query.deadline().hasPassed(); i++) {
      RowKey key = keys.get(i);
      byte[] keyBytes = KeyEncoding.bytes(key);
      try {
        Database.InMemory found = database.getFromMemory(keyBytes);
        if (found.known()) {
          outcomes[i] = DiskReads.outcome(key, keyBytes, found.value(), SOURCE);
        } else {
          onDisk.add(new Wanted(i, key, keyBytes));
        }
      } catch (RocksDBException e) {
        outcomes[i] = new Outcome.Failed(Reason.ERROR, e, SOURCE);
      }
    }
  }

  private void findOnDisk(List<Wanted> onDisk, Deadline deadline, Outcome[] outcomes) {
    try {
      disk.read(onDisk, deadline, outcomes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Outcome interrupted = new Outcome.Failed(Reason.ERROR, e, SOURCE);
      onDisk.forEach(wanted -> outcomes[wanted.index()] = interrupted);
    }
  }

  private static List<Outcome> failed(Query query, Exception cause) {
    Outcome failed = new Outcome.Failed(Reason.ERROR, cause, SOURCE);
    return query.keys().stream().map(key -> failed).toList();
  }

  @Override
  public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
    return write(rows.stream().map(Mutation::put).toList(), deadline);
  }

  @Override
  public WriteOutcome delete(RowKey key, long revision, Deadline deadline) {
    if (revision < 1) {
      throw new IllegalArgumentException(
          "revision of the deletion of " + key + " is " + revision + ", expected at least 1");
    }
    return write(List.of(Mutation.delete(key, revision)), deadline).getFirst();
  }

  @Override
  public WriteOutcome replace(Row row, long expectedRevision, Deadline deadline) {
    if (row.revision() <= expectedRevision) {
      throw new IllegalArgumentException(
          "revision of " + row.key() + " is " + row.revision() + ", not above the expected one");
    }
    return write(List.of(Mutation.replace(row, expectedRevision)), deadline).getFirst();
  }

  private List<WriteOutcome> write(List<Mutation> mutations, Deadline deadline) {
    List<Future<List<WriteOutcome>>> requests = new ArrayList<>();
    List<WriteOutcome> outcomes = new ArrayList<>(mutations.size());
    try {
      for (int from = 0; from < mutations.size(); from += MUTATIONS_PER_REQUEST) {
        int to = Math.min(from + MUTATIONS_PER_REQUEST, mutations.size());
        requests.add(submit(mutations.subList(from, to), deadline));
      }
      for (Future<List<WriteOutcome>> request : requests) {
        outcomes.addAll(request.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS));
      }
    } catch (TimeoutException e) {
      addUnknown(outcomes, mutations.size(), "not acknowledged before the deadline", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      addUnknown(outcomes, mutations.size(), "interrupted before the acknowledgement", e);
    } catch (ExecutionException e) {
      throw new AssertionError("writes turn every failure into an outcome", e);
    }
    return List.copyOf(outcomes);
  }

  private Future<List<WriteOutcome>> submit(List<Mutation> mutations, Deadline deadline)
      throws InterruptedException {
    closing.readLock().lock();
    try {
      Writes now = closed ? new RefusedWrites(closedMessage()) : writes;
      return now.submit(mutations, deadline);
    } finally {
      closing.readLock().unlock();
    }
  }

  private static void addUnknown(
      List<WriteOutcome> outcomes, int size, String message, Exception cause) {
    WriteOutcome unknown = new WriteOutcome.Failed(message, cause);
    while (outcomes.size() < size) {
      outcomes.add(unknown);
    }
  }

  @Override
  public Check check(Deadline deadline) {
    RowKey nobody = new RowKey("check", "check");
    Query query = new Query(List.of(nobody), deadline, Query.Consistency.SOURCE);
    if (find(query).getFirst() instanceof Outcome.Failed failed) {
      return new Check(false, directory.path() + " cannot be read: " + failed);
    }
    closing.readLock().lock();
    try {
      return closed ? new Check(false, closedMessage()) : new Check(true, directory.describe());
    } finally {
      closing.readLock().unlock();
    }
  }

  private String closedMessage() {
    return "the store in " + directory.path() + " is closed";
  }

  @Override
  public void close() {
    closing.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      closing.writeLock().unlock();
    }
    if (stopped()) {
      closeDirectory();
    } else {
      log.warn("The disk did not answer for {}: {} is left open", PATIENCE, directory.path());
    }
  }

  private void closeDirectory() {
    try {
      directory.close();
    } catch (IOException e) {
      log.warn(
          "The lock of {} was not given back; it is when this process ends", directory.path(), e);
    }
  }

  private boolean stopped() {
    boolean interrupted = Thread.interrupted();
    try {
      boolean written = writes.stop(PATIENCE);
      return disk.stop(PATIENCE) && written;
    } catch (InterruptedException e) {
      interrupted = true;
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
