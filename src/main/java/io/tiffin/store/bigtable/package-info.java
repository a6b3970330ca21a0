/**
 * Rows in Google Cloud Bigtable, as a source of truth, by Google's own client.
 *
 * <p>This room must not know what is in a row's body, nor any other technology. Start at {@code
 * BigtableFeatureStore}; what a row looks like in the table is in {@code BigtableCells}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"feature", "batching", "store", "google"})
package io.tiffin.store.bigtable;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
