package io.tiffin.store.memcached;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Asks a configuration endpoint for the nodes: {@code config get cluster}, as ElastiCache and
 * Memorystore for Memcached answer it. One connection per question; each is bounded in time and
 * size.
 */
final class ConfigurationEndpoint {

  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final int MOST_BYTES = 128 * 1_024;
  private static final String END = "END\r\n";

  private final String host;
  private final int port;
  private final @Nullable SSLContext tls;
  private final Ticker ticker;

  /**
   * @param address {@code host:port}
   * @param tls null for connections without
   */
  ConfigurationEndpoint(String address, @Nullable SSLContext tls, Ticker ticker) {
    int colon = address.lastIndexOf(':');
    host = address.substring(0, colon);
    port = Integer.parseInt(address.substring(colon + 1));
    this.tls = tls;
    this.ticker = ticker;
  }

  /**
   * @throws IOException if the endpoint does not answer in time, or with something else
   */
  ClusterConfiguration ask() throws IOException {
    Deadline deadline = Deadline.in(LIMIT, ticker);
    try (Socket socket = connect()) {
      socket.getOutputStream().write("config get cluster\r\n".getBytes(US_ASCII));
      return ClusterConfiguration.parse(content(answer(socket.getInputStream(), deadline)));
    }
  }

  private Socket connect() throws IOException {
    var socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), (int) LIMIT.toMillis());
      socket.setSoTimeout((int) LIMIT.toMillis());
      return tls == null ? socket : secured(socket, tls);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private Socket secured(Socket socket, SSLContext context) throws IOException {
    var secured = (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    return secured;
  }

  private static String answer(InputStream in, Deadline deadline) throws IOException {
    var answer = new ByteArrayOutputStream();
    byte[] buffer = new byte[8 * 1_024];
    String text = "";
    while (!isComplete(text)) {
      int length = in.read(buffer);
      if (length < 0 || answer.size() > MOST_BYTES || deadline.hasPassed()) {
        throw new IOException("the answer does not end, or not in time");
      }
      answer.write(buffer, 0, length);
      text = answer.toString(US_ASCII);
    }
    return text;
  }

  /** An error is one line. */
  private static boolean isComplete(String answer) {
    return answer.endsWith(answer.startsWith("CONFIG ") ? END : "\r\n");
  }

  /** What stands between {@code CONFIG cluster flags length} and {@code END}. */
  private static String content(String answer) throws IOException {
    int first = answer.indexOf("\r\n");
    if (!answer.startsWith("CONFIG cluster ") || !answer.endsWith(END)) {
      throw new IOException("expected CONFIG cluster, got «" + answer.substring(0, first) + "»");
    }
    return answer.substring(first + 2, answer.length() - END.length());
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
