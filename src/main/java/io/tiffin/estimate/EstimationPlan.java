package io.tiffin.estimate;

import io.micrometer.core.instrument.Counter;
import io.tiffin.feature.FeatureName;
import io.tiffin.model.Manifest;
import io.tiffin.model.Model;
import io.tiffin.serving.FeatureAssembly;
import io.tiffin.serving.FeaturePlan;
import io.tiffin.serving.FeatureVector;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that is settled about estimates before an order comes: which features to look up,
 * where the model wants them and where the baseline finds them. Compiled once per model.
 *
 * @param features what is looked up
 * @param baseline the rung below the model
 * @param rung the model's; null if there is none
 * @param timeLeft tells what is left of orders on their way
 * @param defaulted counters of the features asked for, by position in {@code features}
 */
@SuppressWarnings("ArrayRecordComponent") // made once and never handed out
record EstimationPlan(
    FeaturePlan features,
    PhysicalBaseline baseline,
    @Nullable ModelRung rung,
    TimeLeft timeLeft,
    Counter[] defaulted) {

  private static final Logger LOG = LoggerFactory.getLogger(EstimationPlan.class);

  /**
   * A model, laid out.
   *
   * @param model what is run
   * @param columns its input
   * @param answers its output
   * @param answeredBy how it is named in answers
   */
  record ModelRung(
      Model model, ModelColumns columns, ModelAnswers answers, AnsweredBy answeredBy) {}

  /** The plan that answers without any model. */
  static EstimationPlan withoutModel(FeatureAssembly assembly, EstimateMeters meters) {
    FeaturePlan features = assembly.plan(PhysicalBaseline.FEATURES);
    return new EstimationPlan(
        features,
        new PhysicalBaseline(features),
        null,
        TimeLeft.byFormula(),
        meters.defaultedBy(features, PhysicalBaseline.FEATURES.size()));
  }

  /**
   * The plan of a model.
   *
   * @throws io.tiffin.serving.UnknownFeatureException if the model wants a feature that the
   *     catalogue lacks
   * @throws UnfitModelException if it wants one in a way that its type does not allow
   */
  static EstimationPlan of(Model model, FeatureAssembly assembly, EstimateMeters meters) {
    Manifest manifest = model.manifest();
    Set<FeatureName> wanted = new LinkedHashSet<>(ModelColumns.features(manifest.inputs()));
    wanted.addAll(PhysicalBaseline.FEATURES);
    FeaturePlan features = assembly.plan(wanted);
    ModelRung rung =
        new ModelRung(
            model,
            new ModelColumns(manifest.inputs(), features),
            new ModelAnswers(manifest.outputs()),
            new AnsweredBy(manifest.name(), manifest.version(), AnsweredBy.Role.STABLE));
    return new EstimationPlan(
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
