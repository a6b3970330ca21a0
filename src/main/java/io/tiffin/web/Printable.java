package io.tiffin.web;

/**
 * A caller's own text, made fit to be said back to it: short, and without characters that break an
 * answer or a log.
 */
final class Printable {

  private static final int MOST = 64;

  private Printable() {}

  static String text(String text) {
    return text(text, MOST);
  }

  /**
   * @param most characters that are kept
   */
  static String text(String text, int most) {
    StringBuilder printable = new StringBuilder(Math.min(text.length(), most) + 1);
    text.codePoints()
        .limit(most)
        .map(point -> isPlain(point) && !isInvisible(point) ? point : '?')
        .forEach(printable::appendCodePoint);
    if (text.codePointCount(0, text.length()) > most) {
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

  /** What turns lines around or breaks them where they are looked at. */
  private static boolean isInvisible(int point) {
    int type = Character.getType(point);
    return type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  private static boolean isPlain(int point) {
    return !Character.isISOControl(point)
        && !(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }
}
