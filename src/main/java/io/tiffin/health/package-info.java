/**
 * Whether the service is ready and what stands behind it: warm-up through the real path, and what
 * Actuator says of tiers, model and events.
 *
 * <p>This room must not know how a request is read or answered: it asks over HTTP like everybody.
 * Start at {@link io.tiffin.health.WarmUp}.
 */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "feature",
      "store",
      "serving",
      "model",
      "quality",
      "registry",
      "gate",
      "batching",
      "guard",
      "event"
    })
package io.tiffin.health;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
