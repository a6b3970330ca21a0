/**
 * Estimates for files of orders: lines in, batches through the same use case as over HTTP, one line
 * out for each line in.
 *
 * <p>This room must not know JSON, HTTP or any store: how orders are read and estimates written is
 * a port of its own, {@link io.tiffin.bulk.OrderFiles}, which the HTTP face implements, so that
 * both say the same. Start at {@link io.tiffin.bulk.BulkCommand}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"estimate", "model", "batching"})
package io.tiffin.bulk;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
