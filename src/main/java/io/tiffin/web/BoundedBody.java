package io.tiffin.web;

import io.tiffin.batching.Ticker;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * A body that is read as it comes, bounded in size and in the time that is waited for it; what is
 * done with it between two reads does not count. For one thread.
 */
final class BoundedBody extends InputStream {

  private final InputStream stream;
  private final DataSize limit;
  private final long mostNanos;
  private final Ticker ticker;
  private long bytes;
  private long waitedNanos;

  private BoundedBody(InputStream stream, DataSize limit, Duration time, Ticker ticker) {
    this.stream = stream;
    this.limit = limit;
    this.mostNanos = time.toNanos();
    this.ticker = ticker;
  }

  /**
   * The body of a request. Reading it throws {@link ProblemException} where it turns out to be too
   * large or too slow.
   *
   * @throws ProblemException if it says itself that it is too large, or is compressed
   */
  static BoundedBody of(HttpServletRequest request, DataSize limit, Duration time, Ticker ticker)
      throws IOException {
    InputStream stream = RequestBody.stream(request);
    if (request.getContentLengthLong() > limit.toBytes()) {
      throw RequestBody.tooLarge(limit);
    }
    return new BoundedBody(stream, limit, time, ticker);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    long from = ticker.nanos();
    int read = readSome(buffer, offset, length);
    waitedNanos += ticker.nanos() - from;
    bytes += Math.max(0, read);
    if (bytes > limit.toBytes()) {
      throw RequestBody.tooLarge(limit);
    }
    if (waitedNanos > mostNanos) {
      throw RequestBody.tooSlow();
    }
    return read;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  private int readSome(byte[] buffer, int offset, int length) throws IOException {
    try {
      return stream.read(buffer, offset, length);
    } catch (IOException e) {
      if (RequestBody.isTimeout(e)) {
        throw RequestBody.tooSlow();
      }
      throw e;
    }
  }
}
