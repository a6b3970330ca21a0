package io.tiffin.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far what versions are asked with has moved from what they learnt from. Implemented by whoever
 * watches inputs. Thread-safe.
 */
public interface InputDrifts {

  /** Of a version that is watched now, which is a stable one; empty for any other. */
  Optional<InputDrift> of(String model, String version);

  /**
   * The drift of a version's inputs.
   *
   * @param watched inputs whose distribution its bundle tells
   * @param vectors orders that were counted within the window
   * @param reason why nothing is said, or of missing values only; null if all is said
   * @param mostDrifted the inputs that have moved furthest, at most ten; none while nothing is said
   */
  record InputDrift(
      int watched, long vectors, @Nullable String reason, List<DriftedInput> mostDrifted) {}

  /**
   * How far one input has moved.
   *
   * @param psi its population stability index
   * @param missing share of the orders for which it stood on its default
   * @param referenceMissing that share when the model was made
   */
  record DriftedInput(String feature, double psi, double missing, double referenceMissing) {}
}
