/**
 * RocksDB as a store: an embedded, durable source of truth, local to one process.
 *
 * <p>Its only door is the bean of type {@link io.tiffin.store.FeatureStore}, present when {@code
 * tiffin.store.tiers} names {@code rocksdb}. This room must not know what is in a row, nor any
 * other technology. Start at {@link io.tiffin.store.rocksdb.RocksDbFeatureStore}; a write goes
 * through {@link io.tiffin.store.rocksdb.GroupCommit}, and everything native lives in {@link
 * io.tiffin.store.rocksdb.Database}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"feature", "batching", "store"})
package io.tiffin.store.rocksdb;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
