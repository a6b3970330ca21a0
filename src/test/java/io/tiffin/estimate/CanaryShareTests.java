package io.tiffin.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tiffin.feature.FeatureName;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryShareTests {

  private static final int KEYS = 100_000;
  private static final int CLASSES = 100;

  /** A chi-square of 99 degrees of freedom is above this once in a million. */
  private static final double TOO_UNEVEN = 177;

  /** Names as apps give them. */
  enum Names {
    COUNTED,
    PADDED,
    LETTERS,
    UUIDS;

    String of(int at) {
      return switch (this) {
        case COUNTED -> "o-" + at;
        case PADDED -> "%08d".formatted(at);
        case LETTERS -> Integer.toString(at, 36);
        case UUIDS -> new UUID(new SplittableRandom(at).nextLong(), at).toString();
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void placesAreEvenWhateverTheNamesLookLike(Names names) {
    int[] counts = new int[CLASSES];
    for (int at = 0; at < KEYS; at++) {
      counts[CanaryShare.place("eta", names.of(at)) * CLASSES / CanaryShare.PLACES]++;
    }

    double chiSquare = 0;
    double expected = (double) KEYS / CLASSES;
    for (int count : counts) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    assertThat(chiSquare).isLessThan(TOO_UNEVEN);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 50, 99, 100})
  void theShareIsThePercentage(int percent) {
    int taken = 0;
    for (int at = 0; at < KEYS; at++) {
      taken += CanaryShare.has("eta", percent, order("o-" + at, "r-1")) ? 1 : 0;
    }

    assertThat(100.0 * taken / KEYS).isCloseTo(percent, within(percent % 100 == 0 ? 0 : 0.5));
  }

  @Test
  void aLargerPercentageHasTheSameOrdersAndMore() {
    for (int at = 0; at < 2_000; at++) {
      PartialOrder order = order("o-" + at, "r-1");
      boolean had = false;
      for (int percent = 0; percent <= 100; percent++) {
        boolean has = CanaryShare.has("eta", percent, order);
        assertThat(has || !had).as("%s at %d %%", order.orderId(), percent).isTrue();
        had = has;
      }
    }
  }

  @Test
  void anOrderWithoutANameGoesByItsRestaurantAndOneWithDoesNot() {
    for (int at = 0; at < 1_000; at++) {
      boolean byRestaurant = CanaryShare.has("eta", 50, order(null, "r-" + at));

      assertThat(CanaryShare.has("eta", 50, order("r-" + at, "r-other"))).isEqualTo(byRestaurant);
    }
  }

  @Test
  void theCanariesOfTwoModelsHaveNoMoreOrdersInCommonThanChanceGives() {
    int both = 0;
    for (int at = 0; at < KEYS; at++) {
      PartialOrder order = order("o-" + at, "r-1");
      both += CanaryShare.has("eta", 20, order) && CanaryShare.has("express", 20, order) ? 1 : 0;
    }

    assertThat((double) both / KEYS).isCloseTo(0.04, within(0.004));
  }

  /** Another release that places orders elsewhere would show customers two versions in turn. */
  @ParameterizedTest
  @CsvSource({"eta,o-9,589", "eta,r-17,6019", "express,o-9,6526"})
  void placesNeverChange(String model, String key, int place) {
    assertThat(CanaryShare.place(model, key)).isEqualTo(place);
  }

  private static PartialOrder order(String orderId, String restaurantId) {
    Map<FeatureName, Object> nothing = Map.of();
    return new PartialOrder(
        orderId, restaurantId, null, EstimateFixture.NOW, null, null, null, nothing, 45);
  }
}
