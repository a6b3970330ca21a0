package io.tiffin.store.jdbc;

import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.KeyEncoding;
import io.tiffin.store.RefusedRowException;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.StoredRow;
import io.tiffin.store.WriteOutcome;
import java.nio.ByteBuffer;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table that holds the rows, and what is said to the database about it, in H2's dialect. A
 * tombstone has no body. Each statement is a transaction of its own, and compares and sets in one.
 */
final class RowTable {

  private static final String TABLE_EXISTS = "42S01";
  private static final String KEY_EXISTS = "23505";
  private static final String TOO_LONG = "22001";
  private static final long NEVER = Long.MAX_VALUE;

  /** Over what is there, if it may, and where nothing is. */
  private static final String MERGE =
      """
      MERGE INTO %s AS t USING DUAL ON t.row_key = ?1
      WHEN MATCHED AND (t.revision BETWEEN ?6 AND ?7 OR t.expires_at <= ?8) THEN
        UPDATE SET revision = ?2, event_time = ?3, body = ?4, expires_at = ?5
      WHEN NOT MATCHED THEN
        INSERT (row_key, revision, event_time, body, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)
      """;

  /** Over what is there, if it may. */
  private static final String UPDATE =
      """
      UPDATE %s SET revision = ?2, event_time = ?3, body = ?4, expires_at = ?5
      WHERE row_key = ?1 AND revision BETWEEN ?6 AND ?7 AND expires_at > ?8
      """;

  private final String name;
  private final RowLifetimes lifetimes;
  private final InstantSource clock;

  RowTable(String name, RowLifetimes lifetimes, InstantSource clock) {
    this.name = name;
    this.lifetimes = lifetimes;
    this.clock = clock;
  }

  String name() {
    return name;
  }

  /** Creates it unless it is there. */
  void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS %s (
            row_key VARBINARY(4096) PRIMARY KEY,
            revision BIGINT NOT NULL,
            event_time BIGINT NOT NULL,
            body VARBINARY(1048576),
            expires_at BIGINT NOT NULL)
          """
              .formatted(name));
    } catch (SQLException e) {
      if (!TABLE_EXISTS.equals(e.getSQLState())) { // another process was faster
        throw e;
      }
    }
  }

  /** Fails if nothing can be read from it. */
  void check(Session session) throws SQLException {
    try (PreparedStatement select =
            session.prepare("SELECT revision FROM %s WHERE row_key = X''".formatted(name));
        ResultSet none = select.executeQuery()) {
      none.next();
    }
  }

  /** What is stored under the keys, by their bytes; nothing for what has expired. */
  Map<ByteBuffer, StoredRow> find(Session session, List<RowKey> keys) throws SQLException {
    Map<ByteBuffer, RowKey> wanted = HashMap.newHashMap(keys.size());
    keys.forEach(key -> wanted.put(bytes(key), key));
    Map<ByteBuffer, StoredRow> rows = HashMap.newHashMap(wanted.size());
    try (PreparedStatement select =
            select(session, "row_key, revision, event_time, body", List.copyOf(wanted.keySet()));
        ResultSet found = select.executeQuery()) {
      while (found.next()) {
        ByteBuffer key = ByteBuffer.wrap(found.getBytes(1));
        rows.put(
            key, stored(wanted.get(key), found.getLong(2), found.getLong(3), found.getBytes(4)));
      }
    }
    return rows;
  }

  private static StoredRow stored(
      RowKey key, long revision, long eventTimeMicros, byte @Nullable [] body) {
    if (revision < 1) {
      return new StoredRow.Unreadable("revision " + revision + ", expected at least 1");
    }
    return body == null
        ? new StoredRow.Tombstone(revision)
        : new StoredRow.Present(new Row(key, revision, eventTimeMicros, body));
  }

  /** Writes rows with one batch, and asks once more about those that it did not take. */
  List<WriteOutcome> write(Session session, List<RowWrite> writes) throws SQLException {
    int[] counts = batch(session, writes);
    List<ByteBuffer> refused = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) {
      if (!isTaken(counts, i)) {
        refused.add(bytes(writes.get(i).key()));
      }
    }
    Map<ByteBuffer, Long> standing = revisions(session, refused);
    List<WriteOutcome> outcomes = new ArrayList<>(writes.size());
    for (int i = 0; i < writes.size(); i++) {
      RowWrite write = writes.get(i);
      outcomes.add(
          isTaken(counts, i)
              ? new WriteOutcome.Applied()
              : outcome(session, write, standing.getOrDefault(bytes(write.key()), 0L)));
    }
    return outcomes;
  }

  /** A driver may stop at the first failure: then what follows has no count. */
  private static boolean isTaken(int[] counts, int at) {
    return at < counts.length && counts[at] > 0;
  }

  private int[] batch(Session session, List<RowWrite> writes) throws SQLException {
    try (PreparedStatement statement = prepare(session, writes.getFirst())) {
      for (RowWrite write : writes) {
        bind(statement, write);
        statement.addBatch();
      }
      return statement.executeBatch();
    } catch (BatchUpdateException e) {
      return e.getUpdateCounts(); // what failed is tried again, alone
    }
  }

  /** What became of a write that a batch did not take, as this stood soon after. */
  private WriteOutcome outcome(Session session, RowWrite write, long standing) throws SQLException {
    long stands = standing;
    while (write.goesOver(stands)) {
      try {
        if (isTakenAlone(session, write)) {
          return new WriteOutcome.Applied();
        }
      } catch (SQLException e) {
        if (TOO_LONG.equals(e.getSQLState())) {
          return refused("the row of " + write.key() + " is too large for the table " + name);
        }
        if (!KEY_EXISTS.equals(e.getSQLState())) { // another writer was faster
          return new WriteOutcome.Failed("the database refused: " + e.getMessage(), e);
        }
      }
      ByteBuffer key = bytes(write.key());
      stands = revisions(session, List.of(key)).getOrDefault(key, 0L);
    }
    return stands < 0
        ? refused("what stands under " + write.key() + " is no row")
        : new WriteOutcome.Superseded(stands);
  }

  private boolean isTakenAlone(Session session, RowWrite write) throws SQLException {
    try (PreparedStatement statement = prepare(session, write)) {
      bind(statement, write);
      return statement.executeUpdate() > 0;
    }
  }

  private PreparedStatement prepare(Session session, RowWrite write) throws SQLException {
    return session.prepare((write.overNothing() ? MERGE : UPDATE).formatted(name));
  }

  private static WriteOutcome refused(String reason) {
    return new WriteOutcome.Failed(reason, new RefusedRowException(reason));
  }

  private void bind(PreparedStatement statement, RowWrite write) throws SQLException {
    statement.setBytes(1, KeyEncoding.bytes(write.key()));
    statement.setLong(2, write.revision());
    statement.setLong(3, write.eventTimeMicros());
    statement.setBytes(4, write.body());
    statement.setLong(5, expiry(write.key()));
    statement.setLong(6, write.lowest());
    statement.setLong(7, write.highest());
    statement.setLong(8, clock.millis());
  }

  private long expiry(RowKey key) {
    Optional<Duration> lifetime = lifetimes.of(key.view()).atSource();
    return lifetime.map(time -> clock.millis() + time.toMillis()).orElse(NEVER);
  }

  /** The revisions that stand: none for nothing, -1 for what is no row. */
  private Map<ByteBuffer, Long> revisions(Session session, List<ByteBuffer> keys)
      throws SQLException {
    Map<ByteBuffer, Long> revisions = HashMap.newHashMap(keys.size());
    if (keys.isEmpty()) {
      return revisions;
    }
    try (PreparedStatement select = select(session, "row_key, revision", keys);
        ResultSet found = select.executeQuery()) {
      while (found.next()) {
        long revision = found.getLong(2);
        revisions.put(ByteBuffer.wrap(found.getBytes(1)), revision < 1 ? -1 : revision);
      }
    }
    return revisions;
  }

  private PreparedStatement select(Session session, String columns, List<ByteBuffer> keys)
      throws SQLException {
    String marks = "?, ".repeat(keys.size() - 1) + "?";
    PreparedStatement select =
        session.prepare(
            "SELECT %s FROM %s WHERE row_key IN (%s) AND expires_at > ?"
                .formatted(columns, name, marks));
    for (int i = 0; i < keys.size(); i++) {
      select.setBytes(i + 1, keys.get(i).array());
    }
    select.setLong(keys.size() + 1, clock.millis());
    return select;
  }

  static ByteBuffer bytes(RowKey key) {
    return ByteBuffer.wrap(KeyEncoding.bytes(key));
  }
}
