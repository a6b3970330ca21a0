package io.tiffin.health;

import io.tiffin.serving.FreshnessMeters.Freshness;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** {@code /actuator/freshness}: how old the stored values were that orders were answered with. */
@Endpoint(id = "freshness")
final class FreshnessEndpoint {

  private final Supplier<List<Freshness>> views;

  FreshnessEndpoint(Supplier<List<Freshness>> views) {
    this.views = views;
  }

  /** All views that were read. */
  record FreshnessJson(List<ViewJson> views) {}

  /**
   * One view.
   *
   * @param served values served since the start
   * @param outsideMaxAge values not served since the start, because they were too old
   * @param shareOutsideMaxAge of all these; null without any
   * @param recentShareOutsideMaxAge the same of the last minute or two; null if they were few
   */
  record ViewJson(
      String view,
      long maxAgeMillis,
      long served,
      long outsideMaxAge,
      @Nullable Double shareOutsideMaxAge,
      @Nullable Double recentShareOutsideMaxAge,
      Quantiles ageSeconds) {}

  @ReadOperation
  FreshnessJson freshness() {
    return new FreshnessJson(views.get().stream().map(FreshnessEndpoint::view).toList());
  }

  private static ViewJson view(Freshness view) {
    long all = view.fresh() + view.outsideMaxAge();
    OptionalDouble recent = view.recentShareOutsideMaxAge();
    return new ViewJson(
        view.view(),
        view.maxAge().toMillis(),
        view.fresh(),
        view.outsideMaxAge(),
        all == 0 ? null : (double) view.outsideMaxAge() / all,
        recent.isPresent() ? recent.getAsDouble() : null,
        Quantiles.of(view.age(), TimeUnit.SECONDS));
  }
}
