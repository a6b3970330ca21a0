package io.tiffin.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackConnectionTests {

  private static final byte[] REQUEST = {'?'};

  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void answersAreReadToTheirEndSoThatTheNextOneIsTold() throws Exception {
    answerWith(
        "HTTP/1.1 200 \r\nContent-Length: 3\r\n\r\nabc"
            + "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n"
            + "HTTP/1.1 204\r\n\r\n");
    try (LoopbackConnection connection = connect()) {
      assertThat(connection.exchange(REQUEST)).isEqualTo(200);
      assertThat(connection.exchange(REQUEST)).isEqualTo(404);
      assertThat(connection.exchange(REQUEST)).isEqualTo(204);
      assertThatThrownBy(() -> connection.exchange(REQUEST)).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no HTTP\r\n\r\n",
        "HTTP/1.1 200\r\nContent-Length: 3\r\n\r\nab",
        "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\nsome\r\n",
        "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n"
      })
  void whatIsNoAnswerIsAnError(String bytes) throws Exception {
    answerWith(bytes);
    try (LoopbackConnection connection = connect()) {
      assertThatThrownBy(() -> connection.exchange(REQUEST)).isInstanceOf(IOException.class);
    }
  }

  private LoopbackConnection connect() throws IOException {
    return new LoopbackConnection(
        new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
  }

  /** To whoever connects, whatever is asked; then the connection ends. */
  private void answerWith(String bytes) {
    Thread.ofVirtual()
        .start(() -> {
          try (Socket caller = server.accept()) {
            caller.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
            caller.shutdownOutput();
            caller.getInputStream().readAllBytes(); // until the caller has read and closed
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
