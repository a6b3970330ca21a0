package io.tiffin.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleRateTests {

  private static final int PER_SECOND = 20;
  private static final long NOON = 1_795_780_800_000L;

  private final SampleRate rate = new SampleRate(PER_SECOND);

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 10_000})
  void howeverManyComeNoMoreThanTheRateAreTakenAfterTheFirstSecondsWorth(int perMilli) {
    int taken = 0;
    for (int milli = 0; milli < 60_000; milli += 10) {
      for (int one = 0; one < Math.min(50, 10 * perMilli); one++) {
        taken += rate.takes(NOON + milli) ? 1 : 0;
      }
    }

    assertThat(taken).isBetween(60 * PER_SECOND, 61 * PER_SECOND);
  }

  @Test
  void aBurstAfterAPauseIsTakenUpToASecondsWorth() {
    assertThat(taken(NOON, 1_000)).isEqualTo(PER_SECOND);
    assertThat(taken(NOON + 60_000, 1_000)).isEqualTo(PER_SECOND);
  }

  @Test
  void whatComesSlowerThanTheRateIsAllTaken() {
    Random random = new Random(3);
    long now = NOON;
    for (int one = 0; one < 10_000; one++) {
      now += 50 + random.nextInt(100);

      assertThat(rate.takes(now)).isTrue();
    }
  }

  @Test
  void aClockThatIsSetBackStopsNothing() {
    assertThat(taken(NOON, 1_000)).isEqualTo(PER_SECOND);

    assertThat(taken(NOON - 3_600_000, 1_000)).isBetween(1, PER_SECOND);
    assertThat(taken(NOON - 3_590_000, 1_000)).isEqualTo(PER_SECOND);
  }

  private int taken(long now, int offered) {
    int taken = 0;
    for (int one = 0; one < offered; one++) {
      taken += rate.takes(now) ? 1 : 0;
    }
    return taken;
  }
}
