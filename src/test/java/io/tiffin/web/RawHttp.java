package io.tiffin.web;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A connection that sends whatever bytes it is given, well-formed or not, and reads answers one by
 * one. For one thread.
 */
public final class RawHttp implements AutoCloseable {

  private final Socket socket;
  private final OutputStream out;
  private final DataInputStream in;

  /** Connects to this machine's {@code port}. */
  public RawHttp(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(30_000);
    out = socket.getOutputStream();
    in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream(), 16 * 1024));
  }

  /**
   * An answer.
   *
   * @param headers by name in lower case
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  public record Answer(int status, Map<String, String> headers, byte[] body) {

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** A request with this body, as bytes to send. */
  public static byte[] request(String method, String target, String contentType, byte[] body) {
    String head =
        "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(method, target, contentType, body.length);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    all.writeBytes(body);
    return all.toByteArray();
  }

  /** Sends bytes without waiting for anything. */
  public void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Sends a request and reads its answer. */
  public Answer exchange(byte[] request) throws IOException {
    send(request);
    return read();
  }

  /** Reads the next answer. */
  public Answer read() throws IOException {
    return read(true);
  }

  /**
   * Reads the next answer.
   *
   * @param withBody whether one may follow its headers, which is not so for HEAD
   */
  public Answer read(boolean withBody) throws IOException {
    String[] start = line().split(" ", 3);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int status = Integer.parseInt(start[1]);
    boolean bodiless = !withBody || status < 200 || status == 204 || status == 304;
    return new Answer(status, headers, bodiless ? new byte[0] : body(headers));
  }

  /** Whether bytes have come that nobody has read. */
  public boolean hasMore() throws IOException {
    return in.available() > 0;
  }

  /** Says that nothing more is sent. */
  public void finishSending() throws IOException {
    socket.shutdownOutput();
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    String length = headers.get("content-length");
    if (length != null) {
      return in.readNBytes(Integer.parseInt(length));
    }
    return "chunked".equals(headers.get("transfer-encoding")) ? chunks() : in.readAllBytes();
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
      body.writeBytes(in.readNBytes(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection was closed");
      }
      line.write(c);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  InputStream in() {
    return in;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
