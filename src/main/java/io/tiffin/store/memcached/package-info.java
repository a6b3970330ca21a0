/**
 * Rows in Memcached, as a cache that the whole fleet shares, by Folsom.
 *
 * <p>Its only door is the bean of type {@link io.tiffin.store.StoreTier} named {@code memcached}.
 * This room must not know what is in a row's body, nor any other technology. Start at {@link
 * io.tiffin.store.memcached.MemcachedRowCache}; what a write does to what stands under a key is
 * {@link io.tiffin.store.memcached.CacheUpdate}, and which node has a key {@link
 * io.tiffin.store.memcached.NodeRing}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"feature", "batching", "store"})
package io.tiffin.store.memcached;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
