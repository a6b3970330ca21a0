/**
 * What happens to orders, couriers and restaurants: the vocabulary of events, the journey of an
 * order or courier, and the contributions that they make to feature views. Pure functions, no I/O.
 *
 * <p>This room must not know stores, models or HTTP. Start at {@link io.tiffin.event.Event}, then
 * {@link io.tiffin.event.JourneySteps} and {@link io.tiffin.event.Replay}; {@code
 * src/docs/events.md} has the rules.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"feature", "geo", "window"})
package io.tiffin.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
