/**
 * A city that orders food: demand, kitchens, couriers and streets, simulated by discrete events and
 * told only through the events that a real city would send, faults included. The same settings and
 * start give the same events.
 *
 * <p>This room must not know features, stores or models: what is learnt from the city is learnt
 * from its events. Start at {@link io.tiffin.simulation.SimulatedCity}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"event", "geo"})
package io.tiffin.simulation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
