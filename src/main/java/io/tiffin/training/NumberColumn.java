package io.tiffin.training;

import io.tiffin.feature.FeatureName;

/**
 * A numeric input of the network.
 *
 * @param feature what it holds
 * @param scale what becomes of the value before it is normalised
 * @param isFlagged whether the network also sees that the value is missing
 * @param group columns of one group go missing together, as when a feed stops
 */
record NumberColumn(FeatureName feature, Scale scale, boolean isFlagged, String group) {

  /** What becomes of a value before it is normalised. */
  enum Scale {
    /** Nothing. */
    LINEAR,
    /** ln(1 + value), negative values being 0: for durations and counts with long tails. */
    LOGARITHMIC
  }
}
