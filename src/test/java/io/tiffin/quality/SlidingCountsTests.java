package io.tiffin.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlidingCountsTests {

  private static final long HOUR = 3_600_000;
  private static final long NOON = 1_795_780_800_000L;

  private final SlidingCounts counts = new SlidingCounts(Duration.ofHours(28), 2);

  @Test
  void whatIsOlderThanTheWindowIsForgotten() {
    count(NOON, 0, 1);
    count(NOON + 12 * HOUR, 1, 1);

    assertThat(came(NOON + 27 * HOUR)).containsExactly(1, 1);
    assertThat(counts.counted(NOON + 27 * HOUR)).isEqualTo(2);
    assertThat(came(NOON + 28 * HOUR)).containsExactly(0, 1);
    assertThat(came(NOON + 40 * HOUR)).containsExactly(0, 0);
  }

  @Test
  void aSliceThatComesRoundAgainBeginsAtNothing() {
    count(NOON, 0, 1);
    count(NOON + 28 * HOUR, 1, 1);

    assertThat(came(NOON + 28 * HOUR)).containsExactly(0, 1);
  }

  /** At dinner one in ten was counted, at night each: dinner weighs ten times as much. */
  @Test
  void theFewOfABusyHourStandForAllOfThem() {
    for (int one = 0; one < 50; one++) {
      count(NOON, 0, 10);
      count(NOON + 8 * HOUR, 1, 1);
    }

    assertThat(came(NOON + 9 * HOUR)).containsExactly(500, 50);
  }

  @Test
  void aClockThatIsSetBackCountsOn() {
    count(NOON, 0, 1);
    count(NOON - 100 * HOUR, 1, 1);

    assertThat(came(NOON - 100 * HOUR)).containsExactly(0, 1);
  }

  private void count(long at, int bin, long stoodFor) {
    counts.count(at, stoodFor)[bin]++;
  }

  private double[] came(long at) {
    return counts.came(0, 2, at);
  }
}
