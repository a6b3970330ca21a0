/**
 * The near cache: rows in the memory of this process, by Caffeine.
 *
 * <p>This room must not know what is in a row's body, nor any other technology.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"feature", "batching", "store"})
package io.tiffin.store.caffeine;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
