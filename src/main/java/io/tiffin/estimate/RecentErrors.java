package io.tiffin.estimate;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tiffin.estimate.AnsweredBy.Role;
import io.tiffin.model.LiveErrors;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How far versions were off, by their last estimates that came true; the baseline is one of them.
 *
 * <p>Outcomes come an hour after the estimate, when its version may have been replaced, so these
 * are kept beyond that: for the versions of which an order has arrived last. Thread-safe.
 *
 * <p>{@code tiffin.model.live.error}, {@code .bias} (minutes), {@code .coverage} (share between p10
 * and p90) and {@code .orders} {model,version,role}: of the last orders of each.
 */
final class RecentErrors implements LiveErrors {

  /** Versions that are told of. Chosen: more than have a role at a time, of several models. */
  private static final int MOST_VERSIONS = 32;

  private final MeterRegistry registry;
  private final Map<Version, OfVersion> versions = new LinkedHashMap<>(16, 0.75f, true);

  RecentErrors(MeterRegistry registry) {
    this.registry = registry;
  }

  private record Version(String model, String version) {}

  /** Errors of a version in any role, and in each. */
  private record OfVersion(
      ErrorWindow all, Map<Role, ErrorWindow> byRole, List<Meter> registered) {}

  @Override
  public Optional<LiveError> of(String model, String version) {
    OfVersion errors;
    synchronized (versions) {
      errors = versions.get(new Version(model, version));
    }
    return Optional.ofNullable(errors).map(known -> known.all().reading());
  }

  /**
   * Holds what a version said against what happened.
   *
   * @param actual minutes that the delivery took
   */
  void record(AnsweredBy by, DeliveryMinutes said, double actual) {
    synchronized (versions) {
      OfVersion errors =
          versions.computeIfAbsent(
              new Version(by.name(), by.version()),
              _ -> new OfVersion(new ErrorWindow(), new EnumMap<>(Role.class), new ArrayList<>()));
      errors.all().record(said, actual);
      errors
          .byRole()
          .computeIfAbsent(by.role(), _ -> registered(by, errors.registered()))
          .record(said, actual);
      if (versions.size() > MOST_VERSIONS) {
        forgetEldest();
      }
    }
  }

  private void forgetEldest() {
    Iterator<OfVersion> eldest = versions.values().iterator();
    eldest.next().registered().forEach(registry::remove);
    eldest.remove();
  }

  private ErrorWindow registered(AnsweredBy by, List<Meter> meters) {
    ErrorWindow window = new ErrorWindow();
    meters.add(
        gauge("error", "Mean absolute error", by, window, w -> w.reading().meanAbsoluteMinutes()));
    meters.add(
        gauge("bias", "Mean of actual minus said", by, window, w -> w.reading().biasMinutes()));
    meters.add(gauge("coverage", "Share between p10 and p90", by, window, ErrorWindow::coverage));
    meters.add(
        gauge("orders", "Orders that these stand on", by, window, w -> w.reading().orders()));
    return window;
  }

  private Gauge gauge(
      String name,
      String description,
      AnsweredBy by,
      ErrorWindow window,
      ToDoubleFunction<ErrorWindow> value) {
    return Gauge.builder("tiffin.model.live." + name, window, value)
        .description(description + ", of the last estimates whose orders have arrived")
        .tags(
            Tags.of(
                "model",
                by.name(),
                "version",
                by.version(),
                "role",
                by.role().name().toLowerCase(Locale.ROOT)))
        .register(registry);
  }
}
