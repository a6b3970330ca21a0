package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.RowKey;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySpreadTests {

  private static final int RANGES = 16;
  private static final int IDS = 16_000;

  @ParameterizedTest
  @ValueSource(strings = {"r-%d", "r-%08d", "%d", "restaurant/%d@115", "8a1fb466%06dff"})
  void sequentialIdsFillSixteenRangesEvenly(String entities) {
    int[] ranges = new int[RANGES];
    for (int id = 0; id < IDS; id++) {
      ranges[KeySpread.of(bytes(entities.formatted(id))) >>> 28]++;
    }

    assertThat(Arrays.stream(ranges).max().orElseThrow()).isLessThan(IDS / RANGES * 12 / 10);
  }

  /** The control: in their own order, all of them are in one range. */
  @Test
  void inTheirOwnOrderSequentialIdsAreNeighbours() {
    long ranges = IntStream.range(0, IDS).map(id -> bytes("r-" + id)[0] >>> 4).distinct().count();

    assertThat(ranges).isEqualTo(1);
  }

  @Test
  void aKeyIsWhereItWasInEveryRelease() {
    assertThat(KeySpread.of(bytes("r-17"))).isEqualTo(1_277_693_378);
  }

  private static byte[] bytes(String entity) {
    return KeyEncoding.bytes(new RowKey("restaurant_live", entity));
  }
}
