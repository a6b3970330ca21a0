/**
 * Where rows come from: the {@link io.tiffin.store.FeatureStore} port, queries with a deadline, one
 * outcome per key, and the decorators around the port.
 *
 * <p>This room must not know any technology (each has a room of its own below this one), nor what
 * is in a row's body. Start at {@link io.tiffin.store.FeatureStore}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"feature", "batching", "guard", "trace"})
package io.tiffin.store;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
