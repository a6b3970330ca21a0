/**
 * The HTTP face: controllers, JSON, problem details, and what is refused at the door.
 *
 * <p>This room must not know how an estimate is made or where features are stored; it reads
 * requests strictly, calls one use case, and writes what came of it. Start at {@link
 * io.tiffin.web.EstimateController}; how a body is read is in {@link io.tiffin.web.StrictJson}, how
 * a refusal looks in {@link io.tiffin.web.ProblemType}.
 */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "feature",
      "geo",
      "serving",
      "store",
      "estimate",
      "bulk",
      "event",
      "event.json",
      "sizing",
      "registry",
      "gate",
      "health",
      "batching",
      "trace"
    })
package io.tiffin.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
