package io.tiffin.model;

import io.tiffin.model.Manifest.Ranges;
import io.tiffin.model.Manifest.Reference;
import io.tiffin.model.Manifest.TensorType;
import io.tiffin.model.Manifest.Values;
import java.util.List;

/** What a column's reference distribution must be. */
final class ReferenceRules {

  /** How far shares may be from 1 together: the trainer writes six decimals. Chosen. */
  private static final double ROUNDING = 1e-3;

  private ReferenceRules() {}

  static void check(TensorType type, Reference reference, String path)
      throws BundleRefusedException {
    switch (reference) {
      case Ranges(List<Double> edges, List<Double> shares, double _) -> {
        checkAscending(edges, path + ".edges");
        checkSize(shares, edges.size() + 1, path, "one more than edges");
      }
      case Values(List<Long> values, List<Double> shares, double _) -> {
        require(
            type == TensorType.INT64,
            path + ".values",
            "is given, and the tensor is FLOAT32, which has edges");
        require(!values.isEmpty(), path + ".values", "is empty");
        checkAscending(values, path + ".values");
        checkSize(shares, values.size(), path, "one for each of values");
      }
    }
    checkShares(reference.shares(), path + ".shares");
    require(
        isShare(reference.missing()),
        path + ".missing",
        "is " + reference.missing() + ", expected a share from 0 to 1");
  }

  private static <N extends Number & Comparable<N>> void checkAscending(List<N> bounds, String path)
      throws BundleRefusedException {
    for (int at = 1; at < bounds.size(); at++) {
      require(
          bounds.get(at - 1).compareTo(bounds.get(at)) < 0,
          path,
          "holds " + bounds.get(at) + " after " + bounds.get(at - 1) + ", expected ascending ones");
    }
  }

  private static void checkSize(List<Double> shares, int expected, String path, String why)
      throws BundleRefusedException {
    require(
        shares.size() == expected,
        path + ".shares",
        "holds " + shares.size() + " numbers, expected " + expected + ": " + why);
  }

  private static void checkShares(List<Double> shares, String path) throws BundleRefusedException {
    double sum = 0;
    for (double share : shares) {
      require(isShare(share), path, "holds " + share + ", expected shares from 0 to 1");
      sum += share;
    }
    require(Math.abs(sum - 1) <= ROUNDING, path, "sums up to " + sum + ", expected 1");
  }

  private static boolean isShare(double share) {
    return share >= 0 && share <= 1;
  }

  private static void require(boolean holds, String field, String sentence)
      throws BundleRefusedException {
    if (!holds) {
      throw new BundleRefusedException(ManifestReader.FILE + ": " + field + " " + sentence);
    }
  }
}
