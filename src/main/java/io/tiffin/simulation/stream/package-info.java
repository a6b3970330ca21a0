/**
 * The simulated city as a client of a running service: its events are sent to {@code /v1/events} as
 * they happen, in step with the service's clock, at any speed.
 *
 * <p>This room must know nothing of a service but its HTTP face. Start at {@link
 * io.tiffin.simulation.stream.StreamCommand}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"simulation", "event", "event.json", "geo", "batching"})
package io.tiffin.simulation.stream;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
