package io.tiffin.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request, as parts that can be changed and left out one by one.
 *
 * @param operation what it was derived from
 * @param headers whole lines, in this order
 * @param field what is wrong, where something that has a name is
 * @param how what was done to it, in words
 */
@SuppressWarnings("ArrayRecordComponent") // sent, never compared
record FuzzRequest(
    ApiOperation operation,
    String method,
    String target,
    List<String> headers,
    byte[] body,
    Framing framing,
    Expected expected,
    String field,
    String how) {

  private static final int CHUNK = 1000;
  private static final int SHOWN = 2000;

  FuzzRequest withMethod(String other) {
    return new FuzzRequest(operation, other, target, headers, body, framing, expected, field, how);
  }

  FuzzRequest withTarget(String other) {
    return new FuzzRequest(operation, method, other, headers, body, framing, expected, field, how);
  }

  FuzzRequest withHeaders(List<String> others) {
    return new FuzzRequest(operation, method, target, others, body, framing, expected, field, how);
  }

  FuzzRequest with(String header) {
    List<String> more = new ArrayList<>(headers);
    more.add(header);
    return withHeaders(more);
  }

  FuzzRequest without(String name) {
    return withHeaders(
        headers.stream()
            .filter(line -> !line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
            .toList());
  }

  FuzzRequest withBody(byte[] other) {
    return new FuzzRequest(
        operation, method, target, headers, other, framing, expected, field, how);
  }

  FuzzRequest withFraming(Framing other) {
    return new FuzzRequest(operation, method, target, headers, body, other, expected, field, how);
  }

  FuzzRequest expecting(Expected other, String wrong, String told) {
    return new FuzzRequest(operation, method, target, headers, body, framing, other, wrong, told);
  }

  /** Whether nothing comes with its answer but headers. */
  boolean isForHead() {
    return method.equals("HEAD");
  }

  byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    headers.forEach(line -> head.append(line).append("\r\n"));
    switch (framing) {
      case LENGTH -> head.append("Content-Length: ").append(body.length).append("\r\n");
      case CHUNKED -> head.append("Transfer-Encoding: chunked\r\n");
      case TRUNCATED -> head.append("Content-Length: ").append(body.length + 10).append("\r\n");
      case NONE -> {}
    }
    all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    switch (framing) {
      case LENGTH, TRUNCATED -> all.writeBytes(body);
      case CHUNKED -> chunks(all);
      case NONE -> {}
    }
    return all.toByteArray();
  }

  private void chunks(ByteArrayOutputStream all) {
    for (int from = 0; from < body.length; from += CHUNK) {
      int length = Math.min(CHUNK, body.length - from);
      all.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      all.write(body, from, length);
      all.writeBytes(new byte[] {'\r', '\n'});
    }
    all.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  /** As it is sent, for people. */
  @Override
  public String toString() {
    String text = new String(bytes(), StandardCharsets.UTF_8);
    return text.length() <= SHOWN
        ? text
        : text.substring(0, SHOWN) + "… (" + text.length() + " characters)";
  }
}
