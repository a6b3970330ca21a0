package io.tiffin.estimate;

import io.tiffin.model.Model;
import io.tiffin.serving.FeatureAssembly;
import io.tiffin.serving.UnknownFeatureException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plan of whatever model is served at the moment, compiled when it changes. Thread-safe. */
final class ServedPlan {

  private static final Logger LOG = LoggerFactory.getLogger(ServedPlan.class);

  private final Supplier<Optional<Model>> served;
  private final FeatureAssembly assembly;
  private final EstimateMeters meters;
  private volatile Compiled current;

  ServedPlan(Supplier<Optional<Model>> served, FeatureAssembly assembly, EstimateMeters meters) {
    this.served = served;
    this.assembly = assembly;
    this.meters = meters;
    this.current = compile(served.get().orElse(null));
  }

  /** The plan to use for one request, to its end. */
  EstimationPlan current() {
    Model model = served.get().orElse(null);
    Compiled known = current;
    return known.isOf(model) ? known.plan : compileOnce(model);
  }

  private synchronized EstimationPlan compileOnce(@Nullable Model model) {
    if (!current.isOf(model)) {
      current = compile(model);
    }
    return current.plan;
  }

  /** A model that does not fit is worse than none: it is said once, and the baseline answers. */
  private Compiled compile(@Nullable Model model) {
    if (model == null) {
      return new Compiled(null, EstimationPlan.withoutModel(assembly, meters));
    }
    try {
      return new Compiled(model, EstimationPlan.of(model, assembly, meters));
    } catch (UnknownFeatureException | UnfitModelException e) {
      LOG.error(
          "Model {} {} does not fit the catalogue, the physical baseline answers instead: {}",
          model.manifest().name(),
          model.manifest().version(),
          e.getMessage());
      return new Compiled(model, EstimationPlan.withoutModel(assembly, meters));
    }
  }

  private record Compiled(@Nullable Model model, EstimationPlan plan) {

    @SuppressWarnings("ReferenceEquality") // a version that was loaded anew is another model
    boolean isOf(@Nullable Model other) {
      return model == other;
    }
  }
}
