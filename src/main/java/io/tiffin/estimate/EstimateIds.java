package io.tiffin.estimate;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Makes identifiers of estimates as ULIDs: 26 characters of Crockford's base 32, 48 bits of
 * milliseconds and 80 random bits, so that they sort by time and never meet.
 */
final class EstimateIds {

  private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
  private static final int LENGTH = 26;
  private static final int TIME_DIGITS = 10;
  private static final int BITS = 5;

  private final InstantSource clock;
  private final RandomGenerator random;

  EstimateIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  String next() {
    char[] id = new char[LENGTH];
    write(clock.millis(), id, 0, TIME_DIGITS);
    write(random.nextLong(), id, TIME_DIGITS, 18);
    write(random.nextLong(), id, 18, LENGTH);
    return new String(id);
  }

  private static void write(long bits, char[] id, int from, int to) {
    long left = bits;
    for (int at = to - 1; at >= from; at--) {
      id[at] = DIGITS[(int) (left & 31)];
      left >>>= BITS;
    }
  }
}
