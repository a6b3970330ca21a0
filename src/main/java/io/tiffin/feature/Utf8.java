package io.tiffin.feature;

/** Well-formed UTF-8, by table 3-7 of the Unicode Standard. */
final class Utf8 {

  private Utf8() {}

  /** Whether the bytes from {@code from} up to {@code to} are well-formed. Allocates nothing. */
  static boolean isValid(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (bytes[at] >= 0) {
        at++;
        continue;
      }
      int length = sequenceLength(bytes[at] & 0xff);
      if (length == 0 || to - at < length || !continues(bytes, at, length)) {
        return false;
      }
      at += length;
    }
    return true;
  }

  /** Bytes of the sequence that starts with {@code first}, 0 if none does. */
  private static int sequenceLength(int first) {
    if (first < 0xc2) { // a continuation, or a longer form of an ASCII character
      return 0;
    }
    if (first < 0xe0) {
      return 2;
    }
    if (first < 0xf0) {
      return 3;
    }
    return first < 0xf5 ? 4 : 0; // U+10FFFF starts with f4
  }

  private static boolean continues(byte[] bytes, int at, int length) {
    int second = bytes[at + 1] & 0xff;
    if (second < lowestSecond(bytes[at] & 0xff) || second > highestSecond(bytes[at] & 0xff)) {
      return false;
    }
    for (int next = at + 2; next < at + length; next++) {
      if ((bytes[next] & 0xc0) != 0x80) {
        return false;
      }
    }
    return true;
  }

  private static int lowestSecond(int first) {
    return switch (first) {
      case 0xe0 -> 0xa0; // below: a longer form of two bytes
      case 0xf0 -> 0x90; // below: a longer form of three bytes
      default -> 0x80;
    };
  }

  private static int highestSecond(int first) {
    return switch (first) {
      case 0xed -> 0x9f; // above: surrogates
      case 0xf4 -> 0x8f; // above: beyond U+10FFFF
      default -> 0xbf;
    };
  }
}
