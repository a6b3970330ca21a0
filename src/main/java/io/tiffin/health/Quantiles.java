package io.tiffin.health;

import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Quantiles of a histogram with cumulative buckets: linear within a bucket, as Prometheus' {@code
 * histogram_quantile} has it, and the maximum beyond the last one.
 *
 * @param p50 median; null where nothing was recorded, as are the others
 */
record Quantiles(@Nullable Double p50, @Nullable Double p95, @Nullable Double p99) {

  private static final Quantiles NONE = new Quantiles(null, null, null);

  /** Quantiles of what a timer recorded. */
  static Quantiles of(HistogramSnapshot snapshot, TimeUnit unit) {
    if (snapshot.count() == 0 || snapshot.histogramCounts().length == 0) {
      return NONE;
    }
    return new Quantiles(
        at(0.5, snapshot, unit), at(0.95, snapshot, unit), at(0.99, snapshot, unit));
  }

  private static double at(double quantile, HistogramSnapshot snapshot, TimeUnit unit) {
    CountAtBucket[] buckets = snapshot.histogramCounts();
    double rank = quantile * snapshot.count();
    double lowerBound = 0;
    double lowerCount = 0;
    for (CountAtBucket bucket : buckets) {
      double upperBound = bucket.bucket(unit);
      if (bucket.count() >= rank) {
        double within = (rank - lowerCount) / Math.max(1, bucket.count() - lowerCount);
        double reached = Double.isInfinite(upperBound) ? snapshot.max(unit) : upperBound;
        return lowerBound + within * (reached - lowerBound);
      }
      lowerBound = upperBound;
      lowerCount = bucket.count();
    }
    return Math.max(lowerBound, snapshot.max(unit));
  }
}
