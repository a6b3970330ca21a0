package io.tiffin.fuzz;

import io.tiffin.web.RawHttp;
import io.tiffin.web.RawHttp.Answer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A connection that is kept as long as the service keeps it. For one thread. */
final class FuzzConnection implements AutoCloseable {

  private final int port;
  private @Nullable RawHttp open;

  FuzzConnection(int port) {
    this.port = port;
  }

  /**
   * Sends a request and reads its answer.
   *
   * @return null where the service hung up without one
   * @throws IOException if it can't be reached
   */
  @Nullable Answer exchange(FuzzRequest request) throws IOException {
    boolean kept = open != null;
    Answer answer = attempt(request);
    // A connection that was kept may have been closed meanwhile; a new one is a new try.
    return answer == null && kept ? attempt(request) : answer;
  }

  private @Nullable Answer attempt(FuzzRequest request) throws IOException {
    RawHttp connection = open == null ? new RawHttp(port) : open;
    open = connection;
    send(connection, request);
    try {
      Answer answer = connection.read(!request.isForHead());
      while (answer.status() < 200) {
        answer = connection.read(!request.isForHead());
      }
      boolean ends = answer.headers().getOrDefault("connection", "").equalsIgnoreCase("close");
      if (ends || request.framing() == Framing.TRUNCATED || connection.hasMore()) {
        close();
      }
      return answer;
    } catch (IOException | RuntimeException _) {
      close();
      return null;
    }
  }

  /** What can't be sent may have been answered already. */
  private static void send(RawHttp connection, FuzzRequest request) {
    try {
      connection.send(request.bytes());
      if (request.framing() == Framing.TRUNCATED) {
        connection.finishSending();
      }
    } catch (IOException _) {
      // read() tells
    }
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
