package io.tiffin.web;

/**
 * A caller's own text, made fit to be said back to it: short, and without characters that break an
 * answer or a log.
 */
final class Printable {

  private static final int MOST = 64;

  private Printable() {}

  static String text(String text) {
    StringBuilder printable = new StringBuilder(Math.min(text.length(), MOST) + 1);
    text.codePoints()
        .limit(MOST)
        .map(point -> isPlain(point) ? point : '?')
        .forEach(printable::appendCodePoint);
    if (text.codePointCount(0, text.length()) > MOST) {
      printable.append('…');
    }
    return printable.toString();
  }

  /**
   * Whether every character can be written, stored and logged: no control characters, no half of a
   * surrogate pair.
   */
  static boolean isPlain(String text) {
    return text.codePoints().allMatch(Printable::isPlain);
  }

  private static boolean isPlain(int point) {
    return !Character.isISOControl(point)
        && !(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }
}
