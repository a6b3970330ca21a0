package io.tiffin.store.jdbc;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.tiffin.batching.Deadline;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;

/**
 * Runs work on connections and waits for it until its deadline. JDBC blocks, and its own time-outs
 * are of whole seconds: so the work has a thread of its own, and what is late is cancelled there.
 * Connects when first asked, to a bounded number. Thread-safe.
 */
final class JdbcCalls implements AutoCloseable {

  /** What is done with a connection. */
  @FunctionalInterface
  interface Work<T> {
    T in(Session session) throws SQLException;
  }

  private final JdbcStoreProperties properties;
  private final RowTable table;
  private final Semaphore free;
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean tableIsThere;
  private volatile boolean closed;

  JdbcCalls(JdbcStoreProperties properties, RowTable table) {
    this.properties = properties;
    this.table = table;
    this.free = new Semaphore(properties.connections());
    this.tableIsThere = !properties.createIfMissing();
  }

  /**
   * Runs work and waits for what it answers.
   *
   * @throws TimeoutException if the deadline passed first, be it in waiting for a connection; the
   *     work may go on
   */
  <T> T run(Work<T> work, Deadline deadline)
      throws SQLException, TimeoutException, InterruptedException {
    if (deadline.hasPassed() || !free.tryAcquire(deadline.remainingNanos(), NANOSECONDS)) {
      throw new TimeoutException("the deadline passed before a connection was free");
    }
    var answer = new CompletableFuture<T>();
    var session = new Session();
    Thread worker = Thread.ofVirtual().name("jdbc-call").start(() -> serve(work, session, answer));
    try {
      return answer.get(deadline.remainingNanos(), NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SQLException failure ? failure : new SQLException(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      // on a thread of its own, because a driver may call the server to cancel
      Thread.ofVirtual().name("jdbc-cancel").start(() -> session.abandon(worker));
      throw e;
    }
  }

  private <T> void serve(Work<T> work, Session session, CompletableFuture<T> answer) {
    try {
      Connection connection = take();
      session.use(connection);
      try {
        T result = work.in(session);
        giveBack(connection);
        answer.complete(result);
      } catch (SQLException | RuntimeException e) {
        close(connection);
        throw e;
      }
    } catch (SQLException | RuntimeException e) {
      closeIdle(); // they may be as broken
      answer.completeExceptionally(e);
    } finally {
      free.release();
    }
  }

  private Connection take() throws SQLException {
    Connection waiting = idle.pollFirst();
    if (waiting != null) {
      return waiting;
    }
    Connection connection = DriverManager.getConnection(properties.url());
    if (!tableIsThere) {
      table.create(connection);
      tableIsThere = true;
    }
    return connection;
  }

  private void giveBack(Connection connection) {
    idle.addFirst(connection);
    if (closed) {
      closeIdle();
    }
  }

  private void closeIdle() {
    for (Connection c = idle.pollFirst(); c != null; c = idle.pollFirst()) {
      close(c);
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException _) {
      // it is gone either way
    }
  }

  @Override
  public void close() {
    closed = true;
    closeIdle();
  }
}
