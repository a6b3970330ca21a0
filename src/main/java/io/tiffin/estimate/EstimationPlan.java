package io.tiffin.estimate;

import io.micrometer.core.instrument.Counter;
import io.tiffin.feature.FeatureName;
import io.tiffin.model.LoadedVersion;
import io.tiffin.model.Manifest;
import io.tiffin.serving.FeatureAssembly;
import io.tiffin.serving.FeaturePlan;
import io.tiffin.serving.FeatureVector;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that is settled about estimates before an order comes: which features to look up,
 * where the model wants them and where the baseline finds them. Compiled once per loaded version.
 *
 * @param wanted the features that the model and the baseline take
 * @param features what is looked up: those, then those that they are computed from or fall back to
 * @param baseline the rung below the model
 * @param rung the model's; null if there is none
 * @param timeLeft tells what is left of orders on their way
 * @param defaulted counters of the features wanted, by position in {@code features}
 */
@SuppressWarnings("ArrayRecordComponent") // made once and never handed out
record EstimationPlan(
    List<FeatureName> wanted,
    FeaturePlan features,
    PhysicalBaseline baseline,
    @Nullable ModelRung rung,
    TimeLeft timeLeft,
    Counter[] defaulted) {

  private static final Logger LOG = LoggerFactory.getLogger(EstimationPlan.class);

  /**
   * A model, laid out.
   *
   * @param version what is run
   * @param columns its input
   * @param answers its output
   * @param meters what is counted of it
   */
  record ModelRung(
      LoadedVersion version, ModelColumns columns, ModelAnswers answers, VersionMeters meters) {

    AnsweredBy answeredAs(AnsweredBy.Role role) {
      Manifest manifest = version.manifest();
      return new AnsweredBy(manifest.name(), manifest.version(), role);
    }
  }

  /** The plan that answers without any model. */
  static EstimationPlan withoutModel(FeatureAssembly assembly, EstimateMeters meters) {
    FeaturePlan features = assembly.plan(PhysicalBaseline.FEATURES);
    return new EstimationPlan(
        PhysicalBaseline.FEATURES,
        features,
        new PhysicalBaseline(features),
        null,
        TimeLeft.byFormula(),
        meters.defaultedBy(features, PhysicalBaseline.FEATURES.size()));
  }

  /**
   * The plan of a version.
   *
   * @param planned the plan of features for those wanted: the same one for the same features, so
   *     that versions can share what was looked up; throws {@link
   *     io.tiffin.serving.UnknownFeatureException} if the catalogue lacks one
   * @throws UnfitModelException if the model wants a feature in a way that its type does not allow
   */
  static EstimationPlan of(
      LoadedVersion version,
      Function<List<FeatureName>, FeaturePlan> planned,
      EstimateMeters meters) {
    Manifest manifest = version.manifest();
    Set<FeatureName> names = new LinkedHashSet<>(ModelColumns.features(manifest.inputs()));
    names.addAll(PhysicalBaseline.FEATURES);
    List<FeatureName> wanted = List.copyOf(names);
    FeaturePlan features = planned.apply(wanted);
    ModelRung rung =
        new ModelRung(
            version,
            new ModelColumns(manifest.inputs(), features),
            new ModelAnswers(manifest.outputs()),
            meters.of(manifest.name(), manifest.version()));
    return new EstimationPlan(
        wanted,
        features,
        new PhysicalBaseline(features),
        rung,
        timeLeft(manifest),
        meters.defaultedBy(features, wanted.size()));
  }

  /** A table that does not fit takes nothing from the model: what is left goes by formula. */
  private static TimeLeft timeLeft(Manifest manifest) {
    try {
      return TimeLeft.of(manifest.timeLeft());
    } catch (IllegalArgumentException e) {
      LOG.error(
          "Model {} {} tells what is left of orders in a way that does not fit, so the formula does: {}",
          manifest.name(),
          manifest.version(),
          e.getMessage());
      return TimeLeft.byFormula();
    }
  }

  /** Whether this is the plan of that loaded version. */
  @SuppressWarnings("ReferenceEquality") // a version that was loaded anew is another
  boolean isOf(@Nullable LoadedVersion version) {
    return rung != null && rung.version() == version;
  }

  /** Whether what was looked up by this plan serves the other one too. */
  @SuppressWarnings("ReferenceEquality") // plans of the same features are the same
  boolean sharesFeatures(EstimationPlan other) {
    return features == other.features;
  }

  /** How many of the features the model and the baseline take: the first ones. */
  int asked() {
    return defaulted.length;
  }

  /** Counts what stood on its default. */
  void countDefaults(FeatureVector vector) {
    for (int position = 0; position < defaulted.length; position++) {
      if (vector.isDefaulted(position)) {
        defaulted[position].increment();
      }
    }
  }

  /** Whether a store failed or was late for any of the features. */
  static boolean hasFault(FeatureVector vector) {
    int size = vector.plan().features().size();
    for (int position = 0; position < size; position++) {
      if (vector.state(position).isFault()) {
        return true;
      }
    }
    return false;
  }
}
