/**
 * Whether a version of a model may take traffic on this machine: what it gets right on its labelled
 * set, what it costs in time, memory and disk, and a verdict by thresholds that have a name.
 *
 * <p>This room must not know any engine, stores, HTTP or which versions have which role. Start at
 * {@link io.tiffin.gate.ModelGate}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"model", "feature", "batching", "evaluation"})
package io.tiffin.gate;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
