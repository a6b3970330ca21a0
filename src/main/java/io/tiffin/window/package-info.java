/**
 * Windowed aggregates as pure algebra: (state, contribution) → state', and state at an instant →
 * values. No I/O, no clock.
 *
 * <p>This room must not know orders, couriers or stores.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"feature"})
package io.tiffin.window;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
