package io.tiffin.serving;

import io.tiffin.feature.Feature;
import io.tiffin.feature.Origin;
import java.util.Optional;

/** One feature that the product computes from the order, and where it goes. */
record RequestStep(RequestFeature feature, int position) {

  /**
   * The step for a feature of the request; empty for one that only callers give, and for every
   * other origin.
   */
  static Optional<RequestStep> of(Feature feature, int position) {
    return feature.origin() instanceof Origin.Request
        ? RequestFeature.named(feature.name().feature())
            .map(known -> new RequestStep(known, position))
        : Optional.empty();
  }
}
