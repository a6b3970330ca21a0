package io.tiffin.store.jdbc;

import io.tiffin.batching.Deadline;
import io.tiffin.estimate.EstimateFixture;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.RealTicker;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.WriteOutcome;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** A database of its own, a store on it, and a clock that a test moves. */
final class JdbcFixture implements AutoCloseable {

  /** How long H2 waits for a lock by itself; much longer than any deadline of a test. */
  private static final long LOCK_MILLIS = 60_000;

  final String url =
      "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=" + LOCK_MILLIS;
  final RowLifetimes lifetimes = new RowLifetimes(EstimateFixture.productCatalogue());
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T18:05:00Z"));
  final FeatureStore store = store(true);

  /** Another store on the same database. */
  FeatureStore store(boolean createIfMissing) {
    return new JdbcFeatureStore(
        new JdbcStoreProperties(url, "tiffin_rows", createIfMissing, 2, 500), lifetimes, now::get);
  }

  Deadline in(Duration budget) {
    return Deadline.in(budget, new RealTicker());
  }

  Deadline ample() {
    return in(Duration.ofSeconds(30));
  }

  Outcome find(RowKey key) {
    return store.find(new Query(List.of(key), ample(), Consistency.SOURCE)).getFirst();
  }

  WriteOutcome put(RowKey key, long revision) {
    return store.put(List.of(row(key, revision)), ample()).getFirst();
  }

  static Row row(RowKey key, long revision) {
    return new Row(key, revision, revision, new byte[] {1, 2, 3});
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** How often statements that contain this have been executed since statistics are kept. */
  long executions(String part) throws SQLException {
    String sql =
        "SELECT COALESCE(SUM(EXECUTION_COUNT), 0) FROM INFORMATION_SCHEMA.QUERY_STATISTICS"
            + " WHERE SQL_STATEMENT LIKE '%"
            + part
            + "%' AND SQL_STATEMENT NOT LIKE '%STATISTICS%'";
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery(sql)) {
      count.next();
      return count.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    store.close();
    execute("SHUTDOWN");
  }
}
