package io.tiffin.store.dynamodb;

import io.tiffin.fixture.LoopbackListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands where a DAX cluster would: takes connections and what clients send first, and either hangs
 * up then or says nothing for ever. Thread-safe.
 */
final class ScriptedDax implements AutoCloseable {

  private final LoopbackListener server;
  private final boolean hangsUp;
  private final List<Socket> clients = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  ScriptedDax(boolean hangsUp) throws IOException {
    this(0, hangsUp);
  }

  ScriptedDax(int port, boolean hangsUp) throws IOException {
    this.hangsUp = hangsUp;
    server = new LoopbackListener(port, this::accept);
  }

  String address() {
    return "dax://127.0.0.1:" + server.port();
  }

  /** Connections accepted so far. */
  int connections() {
    return clients.size();
  }

  /** Connections that a client has not closed. */
  long open() {
    return clients.stream().filter(client -> !client.isClosed()).count();
  }

  /** What was received on all connections; what is text in it can be read. */
  String received() {
    synchronized (received) {
      return received.toString(StandardCharsets.ISO_8859_1);
    }
  }

  private void accept(Socket client) {
    clients.add(client);
    Thread.ofVirtual().start(() -> listen(client));
  }

  private void listen(Socket client) {
    try (client) {
      InputStream in = client.getInputStream();
      byte[] buffer = new byte[8_192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        synchronized (received) {
          received.write(buffer, 0, read);
        }
        if (hangsUp) {
          return;
        }
      }
    } catch (IOException _) {
      // the client is gone
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket client : clients) {
      client.close();
    }
  }
}
