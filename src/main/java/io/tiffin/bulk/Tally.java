package io.tiffin.bulk;

import io.tiffin.estimate.AnsweredBy;
import io.tiffin.estimate.Estimate;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What came of lines. For one thread. */
final class Tally {

  private long estimates;
  private long refused;
  private long degraded;
  private long byBaseline;
  private long defaulted;
  private final Map<String, Long> byVersion = new TreeMap<>();

  void count(Estimate estimate) {
    AnsweredBy by = estimate.answeredBy();
    estimates++;
    degraded += estimate.degraded() ? 1 : 0;
    byBaseline += by.role() == AnsweredBy.Role.FALLBACK ? 1 : 0;
    defaulted += estimate.defaulted().isEmpty() ? 0 : 1;
    byVersion.merge(by.name() + " " + by.version(), 1L, Long::sum);
  }

  void countRefused() {
    refused++;
  }

  void add(Tally other) {
    estimates += other.estimates;
    refused += other.refused;
    degraded += other.degraded;
    byBaseline += other.byBaseline;
    defaulted += other.defaulted;
    other.byVersion.forEach((version, count) -> byVersion.merge(version, count, Long::sum));
  }

  long orders() {
    return estimates + refused;
  }

  long refused() {
    return refused;
  }

  long degraded() {
    return degraded;
  }

  boolean hasMoreRefusedThan(double share) {
    return refused > share * orders();
  }

  boolean hasMoreDegradedThan(double share) {
    return degraded > share * estimates;
  }

  String sentence() {
    return String.format(
        Locale.ROOT,
        "%,d orders, %,d estimates, %,d refused; %,d degraded, %,d by the baseline, %,d on a"
            + " default",
        orders(),
        estimates,
        refused,
        degraded,
        byBaseline,
        defaulted);
  }

  /** Who made how many; empty if nobody did any. */
  String versions() {
    return byVersion.entrySet().stream()
        .map(each -> String.format(Locale.ROOT, "%s: %,d", each.getKey(), each.getValue()))
        .collect(Collectors.joining(", "));
  }
}
