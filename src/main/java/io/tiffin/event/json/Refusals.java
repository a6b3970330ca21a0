package io.tiffin.event.json;

import io.tiffin.event.EventRules.Violation;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one event. */
final class Refusals {

  /** Beyond this many its sender has other worries, and the answer must stay bounded. Chosen. */
  private static final int MOST = 32;

  private static final int MOST_OF_NAME = 64;

  private final List<Violation> violations = new ArrayList<>(0);

  void add(String field, String reason) {
    if (violations.size() < MOST) {
      violations.add(new Violation(field, reason));
    }
  }

  boolean isEmpty() {
    return violations.isEmpty();
  }

  ReadEvent.Refused toRefused() {
    return new ReadEvent.Refused(violations);
  }

  /** A sender's own name, made fit to be said back: short, and without characters that break. */
  static String printable(String name) {
    StringBuilder printable = new StringBuilder();
    name.codePoints()
        .limit(MOST_OF_NAME)
        .map(point -> isPlain(point) ? point : '?')
        .forEach(printable::appendCodePoint);
    return name.codePointCount(0, name.length()) > MOST_OF_NAME
        ? printable.append('…').toString()
        : printable.toString();
  }

  private static boolean isPlain(int point) {
    return !Character.isISOControl(point)
        && !(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }
}
