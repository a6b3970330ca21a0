package io.tiffin.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.RefusedRowException;
import io.tiffin.store.UnreadableRowException;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.WriteOutcome.Applied;
import io.tiffin.store.WriteOutcome.Superseded;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the contract kit cannot bring about by itself. */
class JdbcProtectionsTests {

  private static final RowKey KEY = new RowKey("facts", "e-1");
  private static final RowKey OTHER = new RowKey("facts", "e-2");
  private static final Duration SHORT = Duration.ofMillis(100);

  private final JdbcFixture database = new JdbcFixture();
  private final FeatureStore store = database.store;

  @AfterEach
  void close() throws SQLException {
    database.close();
  }

  @Test
  void aWriteThatWaitsInTheDatabaseIsGivenUpAtTheDeadline() throws SQLException {
    database.put(KEY, 1);
    try (Connection other = database.connect()) {
      lock(other);
      Deadline deadline = database.in(SHORT);

      WriteOutcome late = store.put(List.of(JdbcFixture.row(KEY, 2)), deadline).getFirst();

      assertThat(late).isInstanceOf(WriteOutcome.Failed.class);
      assertThat(-deadline.remainingNanos()).isBetween(0L, Duration.ofSeconds(5).toNanos());
      Awaitility.await().until(() -> database.put(OTHER, 1), new Applied()::equals);
    }
  }

  /** The control: JDBC itself goes on. */
  @Test
  void aStatementOfItsOwnWaitsPastTheDeadline() throws Exception {
    database.put(KEY, 1);
    try (Connection other = database.connect();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      lock(other);

      Future<Boolean> write =
          threads.submit(() -> {
            database.execute("UPDATE tiffin_rows SET event_time = 8");
            return true;
          });

      assertThatThrownBy(() -> write.get(SHORT.toMillis(), TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      other.rollback();
      assertThat(write.get()).isTrue();
    }
  }

  @Test
  void whatIsGivenUpFreesItsConnection() throws SQLException {
    database.put(KEY, 1);
    try (Connection other = database.connect()) {
      lock(other);

      for (int i = 0; i < 5; i++) { // there are two connections
        store.put(List.of(JdbcFixture.row(KEY, 2)), database.in(SHORT));
      }

      Query query =
          new Query(List.of(OTHER), database.in(Duration.ofSeconds(5)), Consistency.SOURCE);
      assertThat(store.find(query).getFirst()).isInstanceOf(Outcome.Absent.class);
    }
  }

  @Test
  void anInterruptedWriterReturnsAtOnce() throws Exception {
    database.put(KEY, 1);
    try (Connection other = database.connect();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      lock(other);
      Deadline deadline = database.ample();

      Future<Boolean> kept =
          threads.submit(() -> {
            store.put(List.of(JdbcFixture.row(KEY, 2)), deadline);
            return Thread.currentThread().isInterrupted();
          });
      Awaitility.await().until(() -> waitsForALock(other));
      threads.shutdownNow();

      assertThat(kept.get()).isTrue();
      assertThat(deadline.hasPassed()).isFalse();
    }
  }

  @Test
  void aRowThatHasExpiredIsAbsentForReadersAndForWriters() {
    RowKey live = new RowKey("restaurant_live", "r-1");
    Duration lifetime = database.lifetimes.of(live.view()).atSource().orElseThrow();
    database.put(live, 5);
    database.put(KEY, 5);

    database.now.updateAndGet(now -> now.plus(lifetime).minusMillis(1));
    assertThat(database.find(live)).isInstanceOf(Outcome.Found.class);
    assertThat(database.put(live, 4)).isEqualTo(new Superseded(5));

    database.now.updateAndGet(now -> now.plusMillis(1));
    assertThat(database.find(live)).isEqualTo(new Outcome.Absent(0, store.source()));
    assertThat(replace(live, 6, 5)).isEqualTo(new Superseded(0));
    assertThat(replace(live, 1, 0)).isEqualTo(new Applied());
    assertThat(database.find(KEY)).as("kept for ever").isInstanceOf(Outcome.Found.class);
  }

  @Test
  void aRowThatIsTooLargeIsRefusedAndTheOthersAreStored() {
    var large = new Row(KEY, 1, 1, new byte[(1 << 20) + 1]);

    List<WriteOutcome> outcomes =
        store.put(List.of(large, JdbcFixture.row(OTHER, 1)), database.ample());

    assertThat(outcomes.getFirst())
        .isInstanceOfSatisfying(
            WriteOutcome.Failed.class,
            failed -> assertThat(failed.cause()).isInstanceOf(RefusedRowException.class));
    assertThat(outcomes.getLast()).isEqualTo(new Applied());
    assertThat(database.find(KEY)).isEqualTo(new Outcome.Absent(0, store.source()));
  }

  @Test
  void whatIsNoRowFailsItsKeyOnly() throws SQLException {
    database.put(KEY, 1);
    database.put(OTHER, 1);
    database.execute(
        "UPDATE tiffin_rows SET revision = 0 WHERE row_key = CAST('facts/e-1' AS VARBINARY)");

    assertThat(database.find(KEY))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.cause()).isInstanceOf(UnreadableRowException.class));
    assertThat(database.put(KEY, 2))
        .isInstanceOfSatisfying(
            WriteOutcome.Failed.class,
            failed -> assertThat(failed.cause()).isInstanceOf(RefusedRowException.class));
    assertThat(database.find(OTHER)).isInstanceOf(Outcome.Found.class);
  }

  @Test
  void manyKeysAreAskedInFewStatements() throws SQLException {
    List<RowKey> keys =
        IntStream.range(0, 1_200).mapToObj(i -> new RowKey("facts", "e-" + i)).toList();
    database.find(KEY); // the table is there
    database.execute("SET QUERY_STATISTICS TRUE");

    store.find(new Query(keys, database.ample(), Consistency.SOURCE));

    assertThat(database.executions("WHERE row_key IN")).isEqualTo(3);
  }

  @Test
  void aTableThatIsMissingIsSaidAndNotTakenForNoRows() {
    FeatureStore bare = database.store(false);

    List<Outcome> outcomes =
        bare.find(new Query(List.of(KEY), database.ample(), Consistency.SOURCE));

    assertThat(outcomes.getFirst()).isInstanceOf(Outcome.Failed.class);
    assertThat(bare.check(database.ample()))
        .isEqualTo(
            new FeatureStore.Check(
                false,
                "the table tiffin_rows is missing: create it, or set"
                    + " tiffin.store.jdbc.create-if-missing to true"));
  }

  @Test
  void manyMayCreateTheTableAtOnce() throws Exception {
    List<Future<Outcome>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        FeatureStore one = database.store(true);
        answers.add(
            threads.submit(() ->
                one.find(new Query(List.of(KEY), database.ample(), Consistency.SOURCE))
                    .getFirst()));
      }
    }

    for (Future<Outcome> answer : answers) {
      assertThat(answer.get()).isEqualTo(new Outcome.Absent(0, store.source()));
    }
  }

  private WriteOutcome replace(RowKey key, long revision, long expected) {
    return store.replace(JdbcFixture.row(key, revision), expected, database.ample());
  }

  private static void lock(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("UPDATE tiffin_rows SET event_time = 7");
    }
  }

  private static boolean waitsForALock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        var waiting =
            statement.executeQuery(
                "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS WHERE BLOCKER_ID IS NOT NULL")) {
      waiting.next();
      return waiting.getLong(1) > 0;
    }
  }
}
