package io.tiffin.health;

import io.tiffin.guard.Guard;
import io.tiffin.guard.GuardReading;
import io.tiffin.store.FeatureStore.Check;
import io.tiffin.store.OpenTiers.OpenTier;
import io.tiffin.store.TierMeters;
import io.tiffin.store.TierMeters.Read;
import io.tiffin.store.TierMeters.ViewReads;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** {@code /actuator/features}: what each tier was asked since the start, and how it answered. */
@Endpoint(id = "features")
final class FeaturesEndpoint {

  private final TierChecks checks;

  FeaturesEndpoint(TierChecks checks) {
    this.checks = checks;
  }

  /** All tiers in use. */
  record Features(List<TierJson> tiers) {}

  /**
   * One tier.
   *
   * @param weightBytes what it holds in this process; null if it holds nothing here
   * @param hitRate hits per look-up; null without look-ups
   * @param latencyMillis of calls, whatever their number of keys
   * @param guards what stops the tier from being asked while it does not answer
   */
  record TierJson(
      String tier,
      String role,
      boolean usable,
      String detail,
      @Nullable Long weightBytes,
      long lookups,
      long hits,
      long misses,
      long errors,
      @Nullable Double hitRate,
      Quantiles latencyMillis,
      List<GuardReading> guards,
      List<ViewJson> views) {}

  /**
   * One view in a tier.
   *
   * @param errors time-outs among them
   * @param ageSeconds of the rows that were found
   */
  record ViewJson(
      String view,
      long lookups,
      long hits,
      long misses,
      long errors,
      long timedOut,
      @Nullable Double hitRate,
      Quantiles ageSeconds) {}

  @ReadOperation
  Features features() {
    return new Features(
        checks.all().entrySet().stream()
            .map(each -> tier(each.getKey(), each.getValue()))
            .toList());
  }

  private static TierJson tier(OpenTier tier, Check check) {
    TierMeters meters = tier.meters();
    List<ViewJson> views = meters.views().stream().map(FeaturesEndpoint::view).toList();
    long lookups = views.stream().mapToLong(ViewJson::lookups).sum();
    long hits = views.stream().mapToLong(ViewJson::hits).sum();
    OptionalLong weight = tier.weight().get();
    return new TierJson(
        tier.source().name(),
        tier.role().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        check.usable(),
        check.detail(),
        weight.isPresent() ? weight.getAsLong() : null,
        lookups,
        hits,
        views.stream().mapToLong(ViewJson::misses).sum(),
        views.stream().mapToLong(ViewJson::errors).sum(),
        rate(hits, lookups),
        Quantiles.of(meters.lookupDuration(), TimeUnit.MILLISECONDS),
        tier.guards().stream().map(Guard::reading).toList(),
        views);
  }

  private static ViewJson view(ViewReads view) {
    long timedOut = view.count(Read.TIMED_OUT);
    long errors = timedOut + view.count(Read.ERROR);
    return new ViewJson(
        view.view(),
        view.lookups(),
        view.hits(),
        view.lookups() - view.hits() - errors,
        errors,
        timedOut,
        rate(view.hits(), view.lookups()),
        Quantiles.of(view.ageOfHits(), TimeUnit.SECONDS));
  }

  private static @Nullable Double rate(long hits, long lookups) {
    return lookups == 0 ? null : (double) hits / lookups;
  }
}
