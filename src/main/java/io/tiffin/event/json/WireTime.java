package io.tiffin.event.json;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Instants in ISO 8601. The common form, {@code 2026-11-22T18:05:00.123456Z}, is read by hand, as
 * {@link Instant#parse} takes longer than reading the rest of an event; every other form is left to
 * it.
 */
final class WireTime {

  private static final int SHORTEST = "2026-11-22T18:05:00Z".length();
  private static final int LONGEST = "2026-11-22T18:05:00.123456789Z".length();
  private static final int MOST_DIGITS = 9;
  private static final int DAYS_OF_EVERY_MONTH = 28;

  private WireTime() {}

  /** The instant that {@code length} characters say; null if they say none. */
  static @Nullable Instant parse(char[] text, int from, int length) {
    Instant instant = isCommon(text, from, length) ? common(text, from, length) : null;
    return instant == null ? slowly(new String(text, from, length)) : instant;
  }

  private static boolean isCommon(char[] text, int from, int length) {
    return length >= SHORTEST
        && length <= LONGEST
        && text[from + 4] == '-'
        && text[from + 7] == '-'
        && text[from + 10] == 'T'
        && text[from + 13] == ':'
        && text[from + 16] == ':'
        && text[from + length - 1] == 'Z';
  }

  /** Null if a number is none, or is so large that it takes a calendar to judge it. */
  private static @Nullable Instant common(char[] text, int from, int length) {
    int year = number(text, from, 4);
    int month = number(text, from + 5, 2);
    int day = number(text, from + 8, 2);
    int hour = number(text, from + 11, 2);
    int minute = number(text, from + 14, 2);
    int second = number(text, from + 17, 2);
    int nanos = nanos(text, from + SHORTEST - 1, length - SHORTEST);
    boolean plain =
        year >= 0
            && isWithin(month, 1, 12)
            && isWithin(day, 1, DAYS_OF_EVERY_MONTH)
            && isWithin(hour, 0, 23)
            && isWithin(minute, 0, 59)
            && isWithin(second, 0, 59)
            && nanos >= 0;
    if (!plain) {
      return null;
    }
    long seconds = ((epochDay(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    return Instant.ofEpochSecond(seconds, nanos);
  }

  /** Nanoseconds by {@code .} and up to nine digits, 0 if there is nothing; −1 if it is neither. */
  private static int nanos(char[] text, int from, int length) {
    if (length == 0) {
      return 0;
    }
    if (length == 1 || text[from] != '.') {
      return -1;
    }
    int nanos = number(text, from + 1, length - 1);
    for (int digits = length - 1; digits < MOST_DIGITS; digits++) {
      nanos *= 10;
    }
    return nanos;
  }

  /** The number that digits say; below 0 if one of them is none. */
  private static int number(char[] text, int from, int digits) {
    int number = 0;
    for (int at = from; at < from + digits; at++) {
      int digit = text[at] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private static boolean isWithin(int number, int least, int most) {
    return number >= least && number <= most;
  }

  /** Days since 1970-01-01, by Hinnant's days_from_civil. */
  private static long epochDay(int year, int month, int day) {
    int shifted = month <= 2 ? year - 1 : year; // years that begin in March
    int era = Math.floorDiv(shifted, 400);
    int yearOfEra = shifted - era * 400;
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097L + dayOfEra - 719_468;
  }

  private static @Nullable Instant slowly(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException _) {
      return null;
    }
  }
}
