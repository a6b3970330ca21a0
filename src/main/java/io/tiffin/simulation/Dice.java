package io.tiffin.simulation;

import java.util.SplittableRandom;

/**
 * Seeded draws of one entity. Each entity has dice of its own, so that what one of them does never
 * shifts the draws of another.
 */
final class Dice {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final SplittableRandom random;

  private Dice(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The dice that a city of this seed uses for {@code purpose}. */
  static Dice of(long seed, String purpose) {
    long mixed = seed;
    for (int i = 0; i < purpose.length(); i++) {
      mixed = (mixed ^ purpose.charAt(i)) * GOLDEN_GAMMA;
      mixed ^= mixed >>> 29;
    }
    return new Dice(mixed);
  }

  double uniform(double from, double to) {
    return from + (to - from) * random.nextDouble();
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  double gaussian(double mean, double deviation) {
    return mean + deviation * random.nextGaussian();
  }

  /** A positive value around {@code median}; {@code sigma} is the deviation of its logarithm. */
  double lognormal(double median, double sigma) {
    return median * StrictMath.exp(sigma * random.nextGaussian());
  }

  double exponential(double mean) {
    return -mean * StrictMath.log(1 - random.nextDouble());
  }

  /** A Poisson count by Knuth's product of uniforms; for means below ten or so. */
  int poisson(double mean) {
    double limit = StrictMath.exp(-mean);
    int count = 0;
    for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
      count++;
    }
    return count;
  }
}
