/**
 * Rows in Amazon DynamoDB, as a source of truth, by Amazon's SDK for Java; through a DAX cluster
 * where there is one.
 *
 * <p>This room must not know what is in a row's body, nor any other technology. Start at {@link
 * io.tiffin.store.dynamodb.DynamoDbFeatureStore}; how a row lies in the table is {@link
 * io.tiffin.store.dynamodb.StoredItem}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"feature", "batching", "store"})
package io.tiffin.store.dynamodb;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
