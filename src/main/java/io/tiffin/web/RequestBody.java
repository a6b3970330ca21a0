package io.tiffin.web;

import io.tiffin.batching.Deadline;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import org.springframework.util.unit.DataSize;

/** The body of a request, in memory and bounded in size and time. */
final class RequestBody {

  private static final int BUFFER = 8 * 1024;

  private RequestBody() {}

  /**
   * Reads a whole body.
   *
   * @param deadline by when it must have come: a body that trickles in is given up, as its sender
   *     would hold what others wait for
   * @throws ProblemException if it is larger than {@code limit}, whether it says so or not, or
   *     compressed, or too slow
   */
  static byte[] read(HttpServletRequest request, DataSize limit, Deadline deadline)
      throws IOException {
    requirePlain(request);
    if (request.getContentLengthLong() > limit.toBytes()) {
      throw tooLarge(limit);
    }
    try {
      return read(request.getInputStream(), limit, deadline);
    } catch (IOException e) {
      if (isTimeout(e)) {
        throw tooSlow();
      }
      throw e;
    }
  }

  private static byte[] read(InputStream stream, DataSize limit, Deadline deadline)
      throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
      body.write(buffer, 0, read);
      if (body.size() > limit.toBytes()) {
        throw tooLarge(limit);
      }
      if (deadline.hasPassed()) {
        throw tooSlow();
      }
    }
    return body.toByteArray();
  }

  /** A connection on which nothing came for as long as the container waits. */
  static boolean isTimeout(IOException e) {
    return e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException;
  }

  /** A body of any length, to be read as it comes. */
  static InputStream stream(HttpServletRequest request) throws IOException {
    requirePlain(request);
    return request.getInputStream();
  }

  private static void requirePlain(HttpServletRequest request) {
    String encoding = request.getHeader("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE, "compressed bodies are not understood");
    }
  }

  static ProblemException tooSlow() {
    return new ProblemException(
        ProblemType.BODY_TOO_SLOW, "the body had not come whole within the time it is given");
  }

  static ProblemException tooLarge(DataSize limit) {
    return new ProblemException(
        ProblemType.BODY_TOO_LARGE, "the body is larger than " + limit.toKilobytes() + " KiB");
  }
}
