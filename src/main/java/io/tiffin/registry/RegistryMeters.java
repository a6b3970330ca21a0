package io.tiffin.registry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tiffin.model.LoadedVersion;
import io.tiffin.model.Role;
import io.tiffin.model.ServingVersions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be counted of versions. Meters that tell the version are removed with it, so that no
 * number of swaps leaves any behind. Thread-safe.
 */
final class RegistryMeters {

  static final String ACCEPTED = "accepted";
  static final String REFUSED = "refused";
  static final String BROKEN = "broken";

  private static final List<String> VERDICTS = List.of(ACCEPTED, REFUSED, BROKEN);

  private final MeterRegistry registry;
  private final Map<VersionKey, Meter> loadTimes = new HashMap<>();
  private final Map<Standing, Meter> roles = new HashMap<>();

  RegistryMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  private record Standing(String model, Role role, String version) {}

  synchronized void loaded(VersionKey key, long tookNanos) {
    double seconds = tookNanos / 1e9;
    Gauge gauge =
        Gauge.builder("tiffin.model.load.time", () -> seconds)
            .description("Time that the version took to load and to get warm")
            .baseUnit("seconds")
            .tags("model", key.model(), "version", Long.toString(key.version()))
            .register(registry);
    loadTimes.put(key, gauge);
  }

  synchronized void gone(VersionKey key) {
    Meter gauge = loadTimes.remove(key);
    if (gauge != null) {
      var _ = registry.remove(gauge);
    }
  }

  void failed(VersionKey key) {
    failures(key.model()).increment();
  }

  void swapped(String model) {
    swaps(model).increment();
  }

  void rolledBack(String model, RollbackRules.Cause cause) {
    rollbacks(model, cause).increment();
  }

  void judged(String model, String verdict) {
    verdicts(model, verdict).increment();
  }

  /** At zero from the start: an increase from nothing to one is none that an alert could see. */
  private void begin(String model) {
    var _ = failures(model);
    var _ = swaps(model);
    for (RollbackRules.Cause cause : RollbackRules.Cause.values()) {
      var _ = rollbacks(model, cause);
    }
    for (String verdict : VERDICTS) {
      var _ = verdicts(model, verdict);
    }
  }

  private Counter failures(String model) {
    return counter(
        "tiffin.model.load.failures", "Versions that did not load", Tags.of("model", model));
  }

  private Counter swaps(String model) {
    return counter(
        "tiffin.model.swaps",
        "Times that another version became the one that answers",
        Tags.of("model", model));
  }

  private Counter rollbacks(String model, RollbackRules.Cause cause) {
    return counter(
        "tiffin.model.rollbacks",
        "Versions that were taken back by themselves",
        Tags.of("model", model, "cause", cause.name().toLowerCase(Locale.ROOT)));
  }

  private Counter verdicts(String model, String verdict) {
    return counter(
        "tiffin.model.gate.verdicts",
        "What the gate said in this process",
        Tags.of("model", model, "verdict", verdict));
  }

  private Counter counter(String name, String description, Tags tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }

  /** From now on these serve. */
  synchronized void serving(ServingVersions versions) {
    begin(versions.name());
    Map<Standing, Boolean> now = new HashMap<>();
    add(now, versions.name(), Role.STABLE, versions.stable());
    add(now, versions.name(), Role.CANARY, versions.canary());
    add(now, versions.name(), Role.SHADOW, versions.shadow());
    add(now, versions.name(), Role.PREVIOUS, versions.previous());
    roles
        .entrySet()
        .removeIf(entry -> {
          boolean over =
              entry.getKey().model().equals(versions.name()) && !now.containsKey(entry.getKey());
          if (over) {
            var _ = registry.remove(entry.getValue());
          }
          return over;
        });
    now.keySet().forEach(standing -> roles.computeIfAbsent(standing, this::gauge));
  }

  private static void add(
      Map<Standing, Boolean> now, String model, Role role, @Nullable LoadedVersion version) {
    if (version != null) {
      now.put(new Standing(model, role, version.manifest().version()), true);
    }
  }

  private Meter gauge(Standing standing) {
    return Gauge.builder("tiffin.model.loaded", () -> 1)
        .description("Versions in memory by their role")
        .tags(
            "model",
            standing.model(),
            "version",
            standing.version(),
            "role",
            standing.role().name().toLowerCase(Locale.ROOT))
        .register(registry);
  }
}
