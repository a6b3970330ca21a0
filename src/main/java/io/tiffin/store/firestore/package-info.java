/**
 * Rows in Google's Firestore, as a source of truth: one document for each row, by Spring Cloud GCP
 * and Firestore's own client.
 *
 * <p>This room must not know what is in a row's body, nor any other technology. Start at {@link
 * io.tiffin.store.firestore.FirestoreFeatureStore}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"feature", "batching", "store", "google"})
package io.tiffin.store.firestore;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
