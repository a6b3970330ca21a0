package io.tiffin.quality;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.model.InputDrifts;
import io.tiffin.model.Manifest;
import io.tiffin.serving.FeaturePlan;
import io.tiffin.serving.FeatureVector;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches what the stable version of each model is asked with. Thread-safe.
 *
 * <p>Nothing is counted before {@link #open}: what a service asks itself to get warm is no order.
 */
public final class InputWatches implements InputDrifts {

  private static final Logger LOG = LoggerFactory.getLogger(InputWatches.class);

  private final DriftProperties properties;
  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Map<String, Watched> byModel = new ConcurrentHashMap<>();
  private volatile boolean isOpen;

  InputWatches(DriftProperties properties, MeterRegistry registry, InstantSource clock) {
    this.properties = properties;
    this.registry = registry;
    this.clock = clock;
  }

  private record Watched(String version, InputWatch watch) {}

  /** From now on orders count. */
  public void open() {
    isOpen = true;
  }

  /**
   * Watches a version from now on, and no longer the one of this model that was watched before.
   * Called by one thread at a time.
   *
   * @param version what answers now; null if nothing does
   * @param plan what its features are looked up by
   * @return what {@link #count} takes; null if there is no version
   */
  public @Nullable InputWatch watch(String model, @Nullable Manifest version, FeaturePlan plan) {
    Watched former = byModel.remove(model);
    if (former != null) {
      former.watch().forget(registry);
    }
    if (version == null) {
      return null;
    }
    InputWatch watch = new InputWatch(WatchedInput.of(version.inputs(), plan), properties, clock);
    if (watch.isWatching()) {
      watch.register(registry, version.name(), version.version());
    } else {
      LOG.info(
          "Inputs of model {} {} are not watched for drift: {}",
          version.name(),
          version.version(),
          watch.drift().reason());
    }
    byModel.put(model, new Watched(version.version(), watch));
    return watch;
  }

  /** An order that a version was asked about, and what it was asked with. */
  public void count(InputWatch watch, FeatureVector vector) {
    if (isOpen) {
      watch.count(vector);
    }
  }

  @Override
  public Optional<InputDrift> of(String model, String version) {
    return Optional.ofNullable(byModel.get(model))
        .filter(watched -> watched.version().equals(version))
        .map(watched -> watched.watch().drift());
  }
}
