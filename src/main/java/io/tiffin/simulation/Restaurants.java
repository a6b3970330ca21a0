package io.tiffin.simulation;

import java.util.ArrayList;
import java.util.List;

/** The restaurants of a city: where they are and who is popular. */
final class Restaurants {

  /**
   * Exponent of Zipf's law at which the first tenth of 80 restaurants has 37 % of the orders:
   * derived.
   */
  private static final double ZIPF_EXPONENT = 0.7;

  private static final double SPREAD_METRES = 2_200;
  private static final double FARTHEST_METRES = 6_000;

  /** The restaurant that examples order from: well known and near the centre in every city. */
  private static final int EXAMPLE = 17;

  private static final int EXAMPLE_RANK = 5;
  private static final double EXAMPLE_SPREAD_METRES = 400;

  private Restaurants() {}

  static List<Restaurant> of(World world) {
    CitySettings settings = world.settings();
    int[] ranks = ranks(settings);
    double sum = 0;
    for (int rank = 1; rank <= ranks.length; rank++) {
      sum += weight(rank);
    }
    List<Restaurant> restaurants = new ArrayList<>();
    for (int number = 1; number <= ranks.length; number++) {
      String id = "r-" + number;
      Spot spot = spot(world.dice("spot of " + id), number == EXAMPLE);
      double share = weight(ranks[number - 1]) / sum;
      restaurants.add(new Restaurant(settings, id, spot, share, world.uplink().clockError(id)));
    }
    return restaurants;
  }

  private static double weight(int rank) {
    return StrictMath.pow(rank, -ZIPF_EXPONENT);
  }

  /** A shuffle of 1 to n, with the rank of the example put in its place. */
  private static int[] ranks(CitySettings settings) {
    Dice dice = Dice.of(settings.seed(), "popularity");
    int[] ranks = new int[settings.restaurants()];
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = i + 1;
    }
    for (int i = ranks.length - 1; i > 0; i--) {
      swap(ranks, i, dice.below(i + 1));
    }
    for (int i = 0; i < ranks.length; i++) {
      if (ranks[i] == EXAMPLE_RANK) {
        swap(ranks, i, EXAMPLE - 1);
        break;
      }
    }
    return ranks;
  }

  private static void swap(int[] values, int one, int other) {
    int kept = values[one];
    values[one] = values[other];
    values[other] = kept;
  }

  private static Spot spot(Dice dice, boolean example) {
    double spread = example ? EXAMPLE_SPREAD_METRES : SPREAD_METRES;
    Spot centre = new Spot(0, 0);
    Spot spot;
    do {
      spot = new Spot(dice.gaussian(0, spread), dice.gaussian(0, spread));
    } while (spot.metresTo(centre) > FARTHEST_METRES);
    return spot;
  }
}
