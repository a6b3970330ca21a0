package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over seeded log-normal durations around 2 ms, whose true 0.95 quantile is known. */
class RunningQuantileTests {

  private static final double MEDIAN_NANOS = 2e6;
  private static final double SPREAD = 0.5;
  private static final double TRUE_NANOS = MEDIAN_NANOS * Math.exp(1.645 * SPREAD);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void comesNearTheQuantileAndStaysThere(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RunningQuantile quantile = new RunningQuantile(0.95, 20_000_000);
    feed(quantile, random, 2000, 1);

    int above = 0;
    for (int i = 0; i < 10_000; i++) {
      long nanos = duration(random, 1);
      above += nanos > quantile.nanos() ? 1 : 0;
      quantile.add(nanos);
      assertThat((double) quantile.nanos()).isBetween(TRUE_NANOS * 0.5, TRUE_NANOS * 2);
    }
    assertThat(above).isBetween(450, 550);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void followsATenfoldRiseAndForgetsIt(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RunningQuantile quantile = new RunningQuantile(0.95, 20_000_000);
    feed(quantile, random, 2000, 1);

    feed(quantile, random, 100, 10);
    double risen = quantile.nanos();
    feed(quantile, random, 2000, 1);

    assertThat(risen).isGreaterThan(5 * TRUE_NANOS);
    assertThat((double) quantile.nanos()).isLessThan(2 * TRUE_NANOS);
  }

  private static void feed(RunningQuantile quantile, SplittableRandom random, int values, int by) {
    for (int i = 0; i < values; i++) {
      quantile.add(duration(random, by));
    }
  }

  private static long duration(SplittableRandom random, int by) {
    return Math.round(by * MEDIAN_NANOS * Math.exp(SPREAD * random.nextGaussian()));
  }
}
