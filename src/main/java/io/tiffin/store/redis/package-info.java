/**
 * Rows in Redis, as a cache or as a source of truth, by Spring Data Redis and Lettuce; and the
 * changes it tells of.
 *
 * <p>This room must not know what is in a row's body, nor any other technology.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"feature", "batching", "store"})
package io.tiffin.store.redis;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
