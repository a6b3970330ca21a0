/**
 * Time within a request: the {@link io.tiffin.batching.Deadline} that every tier and model call
 * obeys, the {@link io.tiffin.batching.Ticker} it is measured by, and the {@link
 * io.tiffin.batching.MicroBatcher} that groups what waits.
 *
 * <p>This room must not know features, stores or models.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.tiffin.batching;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
