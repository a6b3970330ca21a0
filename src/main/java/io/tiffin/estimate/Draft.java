package io.tiffin.estimate;

import static java.util.Objects.requireNonNull;

import io.tiffin.serving.FeatureRequest;
import io.tiffin.serving.FeatureVector;
import org.jspecify.annotations.Nullable;

/** An order on its way up and down the ladder. Used by one thread. */
final class Draft {

  private final PartialOrder order;
  private final FeatureRequest request;
  private @Nullable Rung rung;
  private @Nullable FeatureVector features;
  private @Nullable Prediction told;
  private @Nullable EstimateOutcome ofChosen;
  private @Nullable EstimateOutcome ofLatest;

  Draft(PartialOrder order, FeatureRequest request) {
    this.order = order;
    this.request = request;
  }

  PartialOrder order() {
    return order;
  }

  FeatureRequest request() {
    return request;
  }

  /** The rung tried last: its plan is that of {@link #features}. */
  Rung rung() {
    return requireNonNull(rung);
  }

  FeatureVector features() {
    return requireNonNull(features);
  }

  /** What a model said; null if none said anything to be believed. */
  @Nullable Prediction told() {
    return told;
  }

  /** What became of the version that was to answer. */
  EstimateOutcome outcome() {
    return requireNonNull(ofChosen);
  }

  /** What became of the version that was tried last. */
  EstimateOutcome latest() {
    return requireNonNull(ofLatest);
  }

  boolean isTold() {
    return told != null;
  }

  /** Is about to be tried on a rung. */
  void tryOn(Rung next, FeatureVector lookedUp) {
    rung = next;
    features = lookedUp;
  }

  /** The rung has answered. */
  void tell(Prediction prediction) {
    told = prediction;
    settle(EstimateOutcome.MODEL);
  }

  /** The rung has not. */
  void settle(EstimateOutcome outcome) {
    ofLatest = outcome;
    if (ofChosen == null) {
      ofChosen = outcome;
    }
  }

  AnsweredBy answeredBy() {
    return told == null ? AnsweredBy.PHYSICAL : rung().answeredBy();
  }
}
