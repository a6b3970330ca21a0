/**
 * The near cache: rows in the memory of this process, by Caffeine.
 *
 * <p>This room must not know what is in a row's body, nor any other technology. Start at {@link
 * io.tiffin.store.caffeine.NearCachedFeatureStore}: a hit ends there, a miss goes through {@link
 * io.tiffin.store.caffeine.Lookup}, and {@link io.tiffin.store.caffeine.ChangeWatch} says what is
 * worth nothing any more.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"feature", "batching", "store"})
package io.tiffin.store.caffeine;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
