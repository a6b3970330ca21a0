package io.tiffin.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Keep-alive connections that always have one request under way each, driven by one thread: it goes
 * round, reads one answer after another and sends the next request on the same connection. That
 * costs two system calls a request and hardly a wake-up, so that the server gets what there is.
 */
final class SweptConnections implements AutoCloseable {

  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END_OF_CHUNKS = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final String OK = "HTTP/1.1 200";

  private final List<SocketChannel> channels = new ArrayList<>();
  private final ByteBuffer answer = ByteBuffer.allocate(64 * 1024);

  SweptConnections(int port, int count) throws IOException {
    for (int connection = 0; connection < count; connection++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channels.add(channel);
    }
  }

  /**
   * Asks until the time is up.
   *
   * @return nanoseconds from a request to when its answer was read, which is later than it came
   */
  Histogram askUntil(long untilNanos, Supplier<byte[]> requests) throws IOException {
    Histogram latencies = new Histogram(3);
    long[] sent = new long[channels.size()];
    for (int at = 0; at < sent.length; at++) {
      sent[at] = send(at, requests);
    }
    boolean isOver = false;
    while (!isOver) {
      isOver = System.nanoTime() >= untilNanos;
      for (int at = 0; at < sent.length; at++) {
        read(channels.get(at));
        latencies.recordValue(System.nanoTime() - sent[at]);
        if (!isOver) {
          sent[at] = send(at, requests);
        }
      }
    }
    return latencies;
  }

  /** One request on the first connection; nanoseconds that it took. */
  long ask(byte[] request) throws IOException {
    long from = send(0, () -> request);
    read(channels.getFirst());
    return System.nanoTime() - from;
  }

  private long send(int at, Supplier<byte[]> requests) throws IOException {
    long now = System.nanoTime();
    channels.get(at).write(ByteBuffer.wrap(requests.get()));
    return now;
  }

  private void read(SocketChannel channel) throws IOException {
    answer.clear();
    do {
      if (channel.read(answer) < 0) {
        throw new IOException(
            "the connection was closed after '"
                + new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII)
                + "'");
      }
    } while (!isWhole());
    String status = new String(answer.array(), 0, OK.length(), StandardCharsets.US_ASCII);
    if (!status.equals(OK)) {
      throw new IOException("answered " + status);
    }
  }

  private boolean isWhole() {
    int head = indexOf(END_OF_HEAD, 0);
    if (head < 0) {
      return false;
    }
    String headers = new String(answer.array(), 0, head, StandardCharsets.US_ASCII);
    int length = headers.indexOf("Content-Length: ");
    if (length < 0) {
      return indexOf(END_OF_CHUNKS, head) >= 0;
    }
    int from = length + "Content-Length: ".length();
    int end = headers.indexOf('\r', from);
    int body = Integer.parseInt(headers.substring(from, end < 0 ? headers.length() : end));
    return answer.position() >= head + END_OF_HEAD.length + body;
  }

  private int indexOf(byte[] wanted, int from) {
    byte[] bytes = answer.array();
    for (int at = from; at + wanted.length <= answer.position(); at++) {
      int same = 0;
      while (same < wanted.length && bytes[at + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return at;
      }
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }
}
