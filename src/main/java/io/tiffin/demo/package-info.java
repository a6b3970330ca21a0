/**
 * The profile {@code demo}: a simulated city whose past is written into the store when the service
 * starts, and whose events keep the store alive while it runs, so that the first estimate of a
 * newcomer is a believable one.
 *
 * <p>It stands where a runtime of events stands in production, and must not know the web or models.
 * Without the profile nothing of it runs. Start at {@link io.tiffin.demo.DemoLifecycle}.
 */
@NullMarked
@ApplicationModule(
    allowedDependencies = {"simulation", "event", "window", "store", "feature", "geo", "batching"})
package io.tiffin.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
