package io.tiffin.registry;

import io.tiffin.model.CallWindow;
import io.tiffin.model.LiveErrors.LiveError;
import io.tiffin.registry.RegistryProperties.Rollback;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a version does so much worse than another that it is taken back. A difference must be
 * larger than asked for, and larger than chance would make it: four standard errors, for it is
 * looked at every few seconds.
 */
final class RollbackRules {

  /** Chosen: of a million looks at two versions that are the same, some thirty would be wrong. */
  private static final double STANDARD_ERRORS = 4;

  /** Times of two versions on one machine suffer together; one must stand out. Chosen. */
  private static final double SLOWER = 1.5;

  private final Rollback limits;

  RollbackRules(Rollback limits) {
    this.limits = limits;
  }

  /** What is known of a version in this process. */
  record Observed(CallWindow.Reading calls, @Nullable LiveError error) {}

  /** Why a version is taken back. */
  enum Cause {
    FAILURES,
    LATENCY,
    ERROR
  }

  /**
   * What speaks against a version.
   *
   * @param numbers one sentence
   */
  record Finding(Cause cause, String numbers) {}

  /**
   * What speaks against a version; empty if nothing does.
   *
   * @param other what it is compared with; null if that is not in memory
   */
  Optional<Finding> against(Observed suspect, @Nullable Observed other) {
    return failures(suspect.calls(), other == null ? null : enough(other.calls()))
        .or(() -> latency(suspect.calls(), other == null ? null : enough(other.calls())))
        .or(() -> error(suspect.error(), other == null ? null : other.error()));
  }

  private CallWindow.@Nullable Reading enough(CallWindow.Reading calls) {
    return calls.calls() < limits.calls() ? null : calls;
  }

  private Optional<Finding> failures(CallWindow.Reading calls, CallWindow.@Nullable Reading other) {
    double share = calls.failedShare();
    double othersShare = other == null ? 0 : other.failedShare();
    boolean worse =
        enough(calls) != null
            && share > limits.failedShare()
            && share > othersShare + limits.failedShareAbove()
            && (other == null || share - othersShare > STANDARD_ERRORS * error(calls, other));
    return worse
        ? found(
            Cause.FAILURES,
            String.format(
                Locale.ROOT,
                "%.1f %% of its last %d calls failed, and %.1f %% of the other's",
                100 * share,
                calls.calls(),
                100 * othersShare))
        : Optional.empty();
  }

  /** Of the difference of two shares, were they the same. */
  private static double error(CallWindow.Reading one, CallWindow.Reading other) {
    double all = (double) one.calls() + other.calls();
    double share = (one.failed() + other.failed()) / all;
    return Math.sqrt(share * (1 - share) * (1.0 / one.calls() + 1.0 / other.calls()));
  }

  private Optional<Finding> latency(CallWindow.Reading calls, CallWindow.@Nullable Reading other) {
    long others = other == null ? 0 : other.p99Nanos();
    boolean worse =
        enough(calls) != null
            && calls.p99Nanos() > limits.p99().toNanos()
            && calls.p99Nanos() > SLOWER * others;
    return worse
        ? found(
            Cause.LATENCY,
            String.format(
                Locale.ROOT,
                "the 99th percentile of its last %d calls is %.1f ms, of the other's %.1f ms, and tiffin.model.rollback.p99 is %d ms",
                calls.calls(),
                calls.p99Nanos() / 1e6,
                others / 1e6,
                limits.p99().toMillis()))
        : Optional.empty();
  }

  /**
   * The standard error of a mean absolute error is told by the mean itself: absolute errors of
   * estimates have a spread of about their mean (of a double exponential exactly that).
   */
  private Optional<Finding> error(@Nullable LiveError error, @Nullable LiveError other) {
    if (error == null
        || other == null
        || error.orders() < limits.orders()
        || other.orders() < limits.orders()) {
      return Optional.empty();
    }
    double own = error.meanAbsoluteMinutes();
    double others = other.meanAbsoluteMinutes();
    double standardError = Math.sqrt(own * own / error.orders() + others * others / other.orders());
    return own > limits.errorRatio() * others && own - others > STANDARD_ERRORS * standardError
        ? found(
            Cause.ERROR,
            String.format(
                Locale.ROOT,
                "it was off by %.2f min on %d orders, and the other by %.2f min on %d",
                own,
                error.orders(),
                others,
                other.orders()))
        : Optional.empty();
  }

  private static Optional<Finding> found(Cause cause, String numbers) {
    return Optional.of(new Finding(cause, numbers));
  }
}
