/**
 * The product: completes a partial order from features, asks the model, falls back to the physical
 * estimate, and says what each answer stands on.
 *
 * <p>This room must not know HTTP, any store or any engine. Start at {@link
 * io.tiffin.estimate.DeliveryEstimator}; what happens when half is missing is in {@link
 * io.tiffin.estimate.PhysicalBaseline}.
 */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "feature",
      "geo",
      "event",
      "serving",
      "model",
      "quality",
      "batching",
      "trace"
    })
package io.tiffin.estimate;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
