/**
 * Which versions of models there are, which role each has, and everything that changes that: found
 * on disk, loaded, judged by the gate, warmed, swapped, drained, rolled back, removed. A fleet
 * agrees through rows in the source of truth.
 *
 * <p>This room must not know any engine, HTTP, or what an estimate is. Start at {@link
 * io.tiffin.registry.ModelOperations}.
 */
@NullMarked
@ApplicationModule(
    allowedDependencies = {"model", "gate", "feature", "store", "batching", "guard", "evaluation"})
package io.tiffin.registry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
