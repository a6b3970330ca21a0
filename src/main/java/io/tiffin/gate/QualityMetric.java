package io.tiffin.gate;

import io.tiffin.evaluation.Evaluation;
import io.tiffin.gate.GateCheck.Bound;
import io.tiffin.gate.GateProfile.Quality;
import java.util.function.ToDoubleFunction;

/** What is judged of a version's answers, by the names that manifests use. */
@SuppressWarnings("ImmutableEnumChecker") // its functions hold nothing
enum QualityMetric {
  MAE(
      "mae",
      "min",
      Against.RATIO,
      Quality::maeAtMost,
      result -> result.accuracy().meanAbsoluteError()),
  WITHIN5(
      "within5", "", Against.LOSS, Quality::within5AtLeast, result -> result.accuracy().within5()),
  WITHIN10(
      "within10",
      "",
      Against.LOSS,
      Quality::within10AtLeast,
      result -> result.accuracy().within10()),
  LATE_ACCURACY(
      "lateAccuracy",
      "",
      Against.LOSS,
      Quality::lateAccuracyAtLeast,
      result -> result.lateness().accuracy()),
  LATE_PRECISION(
      "latePrecision",
      "",
      Against.LOSS,
      Quality::latePrecisionAtLeast,
      result -> result.lateness().precision().orElse(Double.NaN)),
  LATE_RECALL(
      "lateRecall",
      "",
      Against.LOSS,
      Quality::lateRecallAtLeast,
      result -> result.lateness().recall().orElse(Double.NaN)),
  PINBALL(
      "pinball",
      "min",
      Against.RATIO,
      Quality::pinballAtMost,
      result -> result.calibration().pinball()),
  COVERAGE_GAP(
      "coverage.gap",
      "",
      Against.GAIN,
      Quality::coverageGapAtMost,
      result -> Math.abs(result.calibration().coverage() - 0.8));

  private final String title;
  private final String unit;
  private final Against against;
  private final ToDoubleFunction<Quality> threshold;
  private final ToDoubleFunction<Evaluation> value;

  /** How it is compared with the serving version's. */
  enum Against {
    /** An error: candidate ÷ serving. */
    RATIO,
    /** A share of which more is better: candidate − serving. */
    LOSS,
    /** A distance of which less is better: candidate − serving. */
    GAIN
  }

  QualityMetric(
      String title,
      String unit,
      Against against,
      ToDoubleFunction<Quality> threshold,
      ToDoubleFunction<Evaluation> value) {
    this.title = title;
    this.unit = unit;
    this.against = against;
    this.threshold = threshold;
    this.value = value;
  }

  String title() {
    return title;
  }

  String unit() {
    return unit;
  }

  /** Such as {@code mae.ratio}. */
  String comparedTitle() {
    return title + (against == Against.RATIO ? ".ratio" : ".change");
  }

  /** NaN where it is undefined, such as the precision of what was never foretold. */
  double of(Evaluation evaluation) {
    return value.applyAsDouble(evaluation);
  }

  Bound bound() {
    return against == Against.LOSS ? Bound.AT_LEAST : Bound.AT_MOST;
  }

  double limit(Quality thresholds) {
    return threshold.applyAsDouble(thresholds);
  }

  /** The candidate's beside the serving version's on the same orders. */
  double compared(Evaluation candidate, Evaluation serving) {
    return against == Against.RATIO ? of(candidate) / of(serving) : of(candidate) - of(serving);
  }

  double comparedLimit(Quality thresholds) {
    return switch (against) {
      case RATIO -> thresholds.errorRatioAtMost();
      case LOSS -> -thresholds.shareLossAtMost();
      case GAIN -> thresholds.shareLossAtMost();
    };
  }
}
