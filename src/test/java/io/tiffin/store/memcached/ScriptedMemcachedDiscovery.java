package io.tiffin.store.memcached;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tiffin.fixture.LoopbackListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A configuration endpoint on a free loopback port that answers {@code config get cluster} with
 * what it was told last, in slices if it is so told.
 */
final class ScriptedMemcachedDiscovery implements AutoCloseable {

  private final LoopbackListener listening;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile @Nullable String answer = "";

  ScriptedMemcachedDiscovery() {
    try {
      listening = new LoopbackListener(0, socket -> Thread.ofVirtual().start(() -> serve(socket)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return "127.0.0.1:" + listening.port();
  }

  /** From now on these are the nodes. */
  void tell(long version, int... ports) {
    List<String> nodes =
        Arrays.stream(ports).mapToObj(port -> "127.0.0.1|127.0.0.1|" + port).toList();
    String content = version + "\n" + nodes.stream().collect(Collectors.joining(" ")) + "\n";
    tell("CONFIG cluster 0 " + content.length() + "\r\n" + content + "\r\nEND\r\n");
  }

  /** From now on this is the answer. */
  void tell(String text) {
    answer = text;
  }

  /** From now on connections are accepted and nothing is said. */
  void beSilent() {
    answer = null;
  }

  /** How often it was asked. */
  int asked() {
    return asked.get();
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      while ("config get cluster".equals(in.readLine())) {
        asked.incrementAndGet();
        String now = answer;
        if (now != null) {
          for (byte each : now.getBytes(US_ASCII)) {
            socket.getOutputStream().write(each); // the answer comes in pieces
          }
        }
      }
    } catch (IOException _) {
      // the client has gone
    }
  }

  @Override
  public void close() {
    listening.close();
  }
}
