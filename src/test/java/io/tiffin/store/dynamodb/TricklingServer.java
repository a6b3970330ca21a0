package io.tiffin.store.dynamodb;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tiffin.fixture.LoopbackListener;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server whose answer never ends, and goes on with a byte every few milliseconds. */
final class TricklingServer implements AutoCloseable {

  private final LoopbackListener server;
  private final AtomicInteger open = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  TricklingServer(int port) throws IOException {
    server = new LoopbackListener(port, this::accept);
  }

  int port() {
    return server.port();
  }

  /** Connections that are open now. */
  int open() {
    return open.get();
  }

  private void accept(Socket client) {
    open.incrementAndGet();
    Thread.ofVirtual().start(() -> trickle(client));
  }

  private void trickle(Socket client) {
    try (client) {
      OutputStream out = client.getOutputStream();
      out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n".getBytes(US_ASCII));
      while (!closed.await(5, TimeUnit.MILLISECONDS)) {
        out.write(' ');
        out.flush();
      }
    } catch (IOException _) {
      // the client is gone
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      open.decrementAndGet();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.close();
  }
}
