package io.tiffin.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class DiceTests {

  private static final int DRAWS = 100_000;

  private final Dice dice = Dice.of(1, "tests");

  @Test
  void aPurposeAlwaysGetsTheSameDraws() {
    Dice again = Dice.of(1, "tests");

    for (int i = 0; i < 100; i++) {
      assertThat(again.uniform(0, 1)).isEqualTo(dice.uniform(0, 1));
    }
  }

  @Test
  void purposesAndSeedsDoNotShareDraws() {
    double first = dice.uniform(0, 1);

    assertThat(Dice.of(1, "test").uniform(0, 1)).isNotEqualTo(first);
    assertThat(Dice.of(2, "tests").uniform(0, 1)).isNotEqualTo(first);
  }

  @Test
  void aPoissonCountHasItsMeanAsVariance() {
    assertThat(mean(() -> dice.poisson(0.7))).isCloseTo(0.7, within(0.02));
    assertThat(mean(() -> Math.pow(dice.poisson(0.7) - 0.7, 2))).isCloseTo(0.7, within(0.03));
    assertThat(dice.poisson(0)).isZero();
  }

  @Test
  void aLognormalValueHasItsMedianAndTheDeviationOfItsLogarithm() {
    assertThat(mean(() -> Math.log(dice.lognormal(15, 0.5)))).isCloseTo(Math.log(15), within(0.01));
    assertThat(mean(() -> Math.pow(Math.log(dice.lognormal(15, 0.5) / 15), 2)))
        .isCloseTo(0.25, within(0.01));
  }

  @Test
  void anExponentialWaitHasItsMean() {
    assertThat(mean(() -> dice.exponential(60))).isCloseTo(60, within(1.0));
  }

  @Test
  void chancesComeTrueAsOftenAsTheyShould() {
    assertThat(mean(() -> dice.chance(0.07) ? 1 : 0)).isCloseTo(0.07, within(0.005));
  }

  private static double mean(DoubleSupplier draw) {
    return DoubleStream.generate(draw).limit(DRAWS).average().orElseThrow();
  }
}
