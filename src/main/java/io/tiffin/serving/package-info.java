/**
 * Typed feature values with provenance: the plan of what to read for an order, state at an instant,
 * freshness, parents and defaults; look-up, put and load of single features.
 *
 * <p>This room must not know models, HTTP or any store's technology. Start at {@link
 * io.tiffin.serving.FeaturePlan}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"feature", "geo", "event", "window", "store", "batching"})
package io.tiffin.serving;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
