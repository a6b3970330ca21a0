/**
 * From events or a CSV file to a bundle: a wide and deep network in TensorFlow, what it must beat,
 * and the report of how far it does.
 *
 * <p>Features of the simulated city are assembled by the very code that serves them, so that the
 * two cannot drift apart: that is why this room may know {@code serving}, {@code estimate}, {@code
 * store} and {@code batching}. It must not know HTTP or the live runtimes of events. Start at
 * {@link io.tiffin.training.TrainCommand}; the network is {@code NetworkGraph}, its teacher {@code
 * Trainer}.
 */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "feature",
      "geo",
      "event",
      "window",
      "model",
      "evaluation",
      "gate",
      "serving",
      "estimate",
      "store",
      "batching",
      "simulation"
    })
package io.tiffin.training;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
