package io.tiffin.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * A request whose answer is not as it must be.
 *
 * @param kind what is wrong, alike for alike findings
 * @param detail what is wrong this time
 * @param number of the request, which its seed leads to again
 */
record Finding(String kind, String detail, long number, FuzzRequest request, String answer) {

  private static final int SHOWN = 1500;

  /** Alike findings at one operation are told once. */
  String alike() {
    return request.operation() + ": " + kind;
  }

  /** Whether it is one only because of the one place that was broken on purpose. */
  boolean isOfWhatWasBroken() {
    return kind.equals(AnswerChecks.ACCEPTED) || kind.equals(AnswerChecks.NOT_NAMED);
  }

  static String shown(int status, Map<String, String> headers, byte[] body) {
    String text = status + " " + headers + "\n" + new String(body, StandardCharsets.UTF_8);
    return text.substring(0, Math.min(text.length(), SHOWN));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "--- %s: %s%n    request %,d (%s)%n%s%n    was answered%n%s%n",
        alike(),
        detail,
        number,
        request.how(),
        request,
        answer);
  }
}
