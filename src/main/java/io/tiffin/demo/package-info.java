/**
 * The profile {@code demo}: a simulated city whose past is counted when the service starts, and
 * whose events go to the runtime of events while it runs, so that the first estimate of a newcomer
 * is a believable one.
 *
 * <p>It stands where an app stands in production, and must not know the web or models; of the store
 * it reads when its past is there. Without the profile nothing of it runs. Start at {@link
 * io.tiffin.demo.DemoRun}.
 */
@NullMarked
@ApplicationModule(
    allowedDependencies = {"simulation", "event", "store", "feature", "geo", "batching"})
package io.tiffin.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
