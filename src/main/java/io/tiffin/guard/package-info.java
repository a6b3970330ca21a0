/**
 * Stops asking what does not answer: a {@link io.tiffin.guard.Guard} per tier and for the model,
 * made of Resilience4j's circuit breaker, bulkhead and time limit, and how each one stands.
 *
 * <p>This room must not know stores or models; they say of each call what it came to. Start at
 * {@link io.tiffin.guard.Guard}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"batching"})
package io.tiffin.guard;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
