package io.tiffin.sizing;

import java.util.Locale;

/** Numbers as sentences have them: short, and the same in every locale. */
final class Amount {

  private static final double MOST = 1e15;

  private Amount() {}

  /** Three digits that count, without zeros at the end: {@code 0.42}, {@code 17,000}. */
  static String text(double number) {
    if (number == Math.rint(number) || Math.abs(number) >= 100) {
      return String.format(Locale.ROOT, "%,.0f", number);
    }
    int decimals = Math.abs(number) >= 10 ? 1 : Math.abs(number) >= 1 ? 2 : 4;
    return String.format(Locale.ROOT, "%." + decimals + "f", number)
        .replaceFirst("0+$", "")
        .replaceFirst("\\.$", "");
  }

  /** All digits, in groups: {@code 1,000}. */
  static String text(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A price, with all its digits. */
  static String price(double price) {
    return String.format(Locale.ROOT, "%.6f", price)
        .replaceFirst("0+$", "")
        .replaceFirst("\\.$", "");
  }

  /** The next whole number of units, at least {@code least}. */
  static long units(double needed, long least) {
    double nearly = Math.rint(needed); // 2 + 1e-12 units are 2
    double whole = Math.abs(needed - nearly) < 1e-9 ? nearly : Math.ceil(needed);
    return Math.max(least, (long) Math.min(whole, MOST));
  }

  /** Rounded to hundredths of the currency. */
  static double cents(double money) {
    return Math.rint(money * 100) / 100;
  }
}
