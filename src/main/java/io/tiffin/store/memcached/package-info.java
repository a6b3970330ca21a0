/**
 * Rows in Memcached, as a cache, by Folsom.
 *
 * <p>This room must not know what is in a row's body, nor any other technology.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"feature", "batching", "store"})
package io.tiffin.store.memcached;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
