package io.tiffin.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.jspecify.annotations.Nullable;

/** The statements of one call, which another thread may give up. Thread-safe. */
final class Session {

  private @Nullable PreparedStatement current;
  private @Nullable Connection connection;
  private boolean abandoned;

  /** From now on statements are of this connection. */
  synchronized void use(Connection opened) {
    connection = opened;
  }

  /** The next statement; the call's earlier ones are done with. */
  synchronized PreparedStatement prepare(String sql) throws SQLException {
    if (abandoned || connection == null) {
      throw new SQLTimeoutException("nobody waits for the answer any more");
    }
    PreparedStatement statement = connection.prepareStatement(sql);
    current = statement;
    return statement;
  }

  /** Cancels what is under way on its thread, and lets nothing follow. */
  void abandon(Thread worker) {
    PreparedStatement running;
    synchronized (this) {
      abandoned = true;
      running = current;
    }
    try {
      if (running != null) {
        running.cancel();
      }
    } catch (SQLException _) {
      // it has ended meanwhile
    }
    worker.interrupt(); // what waits for a lock, or for a server, hears of no cancelling
  }
}
