package io.tiffin.health;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A connection that asks one thing after the other and looks at nothing but the status. A client
 * for everything would take the compiler's time, of which a start has none to spare, for code that
 * serves nobody. For one thread at a time.
 */
final class LoopbackConnection implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int LONGEST_LINE = 8_192;

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})( .*)?");
  private static final Pattern LENGTH = Pattern.compile("content-length: *(\\d{1,9})");
  private static final Pattern CHUNKED = Pattern.compile("transfer-encoding: *chunked");
  private static final Pattern CHUNK = Pattern.compile("([0-9a-f]{1,7})(;.*)?");

  private final Socket socket = new Socket();
  private final InputStream in;

  LoopbackConnection(InetSocketAddress service) throws IOException {
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(service, TIMEOUT_MILLIS);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException failure) {
      socket.close();
      throw failure;
    }
  }

  /**
   * Sends a request as it is, and reads its answer to the end.
   *
   * @return the status
   */
  int exchange(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    Matcher status = match(STATUS, line());
    int length = 0;
    boolean chunked = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      Matcher told = LENGTH.matcher(header.toLowerCase(Locale.ROOT));
      length = told.matches() ? Integer.parseInt(told.group(1)) : length;
      chunked |= CHUNKED.matcher(header.toLowerCase(Locale.ROOT)).matches();
    }
    if (chunked) {
      skipChunks();
    } else {
      in.skipNBytes(length);
    }
    return Integer.parseInt(status.group(1));
  }

  private void skipChunks() throws IOException {
    int size;
    do {
      size = Integer.parseInt(match(CHUNK, line().toLowerCase(Locale.ROOT)).group(1), 16);
      in.skipNBytes(size);
      match(Pattern.compile(""), line());
    } while (size > 0);
  }

  private static Matcher match(Pattern expected, String line) throws ProtocolException {
    Matcher matcher = expected.matcher(line);
    if (!matcher.matches()) {
      throw new ProtocolException("expected " + expected + ", got " + line);
    }
    return matcher;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection was closed");
      }
      if (line.length() == LONGEST_LINE) {
        throw new ProtocolException("a line of more than " + LONGEST_LINE + " characters");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
