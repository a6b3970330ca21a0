/**
 * Models as files and as something that answers: a bundle and its manifest, its signature, and a
 * loaded {@link io.tiffin.model.Model}.
 *
 * <p>This room must not know any engine (DJL has a room of its own below this one), stores or HTTP.
 * Start at {@link io.tiffin.model.Manifest}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"feature", "batching", "guard", "evaluation", "trace"})
package io.tiffin.model;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
