package io.tiffin.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.util.unit.DataSize;

/** The body of a request, in memory and bounded. */
final class RequestBody {

  private RequestBody() {}

  /**
   * Reads a whole body.
   *
   * @throws ProblemException if it is larger than {@code limit}, whether it says so or not, or
   *     compressed
   */
  static byte[] read(HttpServletRequest request, DataSize limit) throws IOException {
    requirePlain(request);
    if (request.getContentLengthLong() > limit.toBytes()) {
      throw tooLarge(limit);
    }
    byte[] body = request.getInputStream().readNBytes((int) limit.toBytes() + 1);
    if (body.length > limit.toBytes()) {
      throw tooLarge(limit);
    }
    return body;
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

  private static ProblemException tooLarge(DataSize limit) {
    return new ProblemException(
        ProblemType.BODY_TOO_LARGE, "the body is larger than " + limit.toKilobytes() + " KiB");
  }
}
