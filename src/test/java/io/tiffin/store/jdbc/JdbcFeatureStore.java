package io.tiffin.store.jdbc;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.StoredRow;
import io.tiffin.store.WriteOutcome;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * An SQL database as a source of truth. One database answers all, so the nearest read is as good as
 * one at the source. Rows that have expired are as good as absent; nothing takes them away.
 */
final class JdbcFeatureStore implements FeatureStore {

  private static final Source JDBC = new Source("JDBC");
  private static final String MISSING_TABLE = "42S";

  private final RowTable table;
  private final JdbcCalls calls;
  private final int rowsPerStatement;
  private final ReadWriteLock closing = new ReentrantReadWriteLock();
  private volatile boolean closed;

  /**
   * @param clock the machine's, by which rows expire
   */
  JdbcFeatureStore(JdbcStoreProperties properties, RowLifetimes lifetimes, InstantSource clock) {
    this.table = new RowTable(properties.table(), lifetimes, clock);
    this.calls = new JdbcCalls(properties, table);
    this.rowsPerStatement = properties.rowsPerStatement();
  }

  @Override
  public Source source() {
    return JDBC;
  }

  @Override
  public List<Outcome> find(Query query) {
    return inChunks(query.keys(), query.deadline(), this::findChunk);
  }

  private List<Outcome> findChunk(List<RowKey> keys, Deadline deadline) {
    try {
      Map<ByteBuffer, StoredRow> rows = call(session -> table.find(session, keys), deadline);
      List<Outcome> outcomes = new ArrayList<>(keys.size());
      for (RowKey key : keys) {
        StoredRow row = rows.get(RowTable.bytes(key));
        outcomes.add(row == null ? new Outcome.Absent(0, JDBC) : row.outcome(key, JDBC));
      }
      return outcomes;
    } catch (TimeoutException e) {
      return failed(keys, Reason.TIMED_OUT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(keys, Reason.ERROR, e);
    } catch (SQLException e) {
      return failed(keys, Reason.ERROR, e);
    }
  }

  private static List<Outcome> failed(List<RowKey> keys, Reason reason, Exception cause) {
    return Collections.nCopies(keys.size(), new Outcome.Failed(reason, cause, JDBC));
  }

  @Override
  public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
    return write(rows.stream().map(RowWrite::put).toList(), deadline);
  }

  @Override
  public WriteOutcome delete(RowKey key, long revision, Deadline deadline) {
    if (revision < 1) {
      throw new IllegalArgumentException(
          "revision of the deletion of " + key + " is " + revision + ", expected at least 1");
    }
    return write(List.of(RowWrite.delete(key, revision)), deadline).getFirst();
  }

  @Override
  public WriteOutcome replace(Row row, long expectedRevision, Deadline deadline) {
    if (row.revision() <= expectedRevision) {
      throw new IllegalArgumentException(
          "revision of " + row.key() + " is " + row.revision() + ", not above the expected one");
    }
    return write(List.of(RowWrite.replace(row, expectedRevision)), deadline).getFirst();
  }

  private List<WriteOutcome> write(List<RowWrite> writes, Deadline deadline) {
    closing.readLock().lock();
    try {
      return inChunks(writes, deadline, this::writeChunk);
    } finally {
      closing.readLock().unlock();
    }
  }

  private List<WriteOutcome> writeChunk(List<RowWrite> writes, Deadline deadline) {
    try {
      return call(session -> table.write(session, writes), deadline);
    } catch (TimeoutException e) {
      return refused(writes, "the database did not answer before the deadline", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return refused(writes, "the thread was interrupted", e);
    } catch (SQLException e) {
      return refused(writes, sentence(e), e);
    }
  }

  private static List<WriteOutcome> refused(List<RowWrite> writes, String why, Exception cause) {
    return Collections.nCopies(writes.size(), new WriteOutcome.Failed(why, cause));
  }

  /** One chunk after the other: a caller has one statement under way, however much it brings. */
  private <T, R> List<R> inChunks(
      List<T> all, Deadline deadline, BiFunction<List<T>, Deadline, List<R>> each) {
    List<R> outcomes = new ArrayList<>(all.size());
    for (int from = 0; from < all.size(); from += rowsPerStatement) {
      int to = Math.min(all.size(), from + rowsPerStatement);
      outcomes.addAll(each.apply(all.subList(from, to), deadline));
    }
    return Collections.unmodifiableList(outcomes);
  }

  private <T> T call(JdbcCalls.Work<T> work, Deadline deadline)
      throws SQLException, TimeoutException, InterruptedException {
    if (closed) {
      throw new SQLException("the JDBC store is closed");
    }
    return calls.run(work, deadline);
  }

  @Override
  public Check check(Deadline deadline) {
    try {
      call(
          session -> {
            table.check(session);
            return true;
          },
          deadline);
      return new Check(true, "the table " + table.name() + " answers");
    } catch (TimeoutException _) {
      return new Check(false, "the database did not answer in time");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Check(false, "the check was interrupted");
    } catch (SQLException e) {
      return new Check(false, sentence(e));
    }
  }

  private String sentence(SQLException e) {
    @Nullable String state = e.getSQLState();
    return state != null && state.startsWith(MISSING_TABLE)
        ? "the table %s is missing: create it, or set tiffin.store.jdbc.create-if-missing to true"
            .formatted(table.name())
        : "the database refused: " + e.getMessage();
  }

  @Override
  public void close() {
    closing.writeLock().lock();
    try {
      closed = true;
      calls.close();
    } finally {
      closing.writeLock().unlock();
    }
  }
}
