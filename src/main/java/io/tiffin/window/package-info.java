/**
 * Windowed aggregates as pure algebra: (state, contribution) → state', and state at an instant →
 * values. No I/O, no clock.
 *
 * <p>This room must not know orders, couriers or stores. Start at {@link
 * io.tiffin.window.WindowSchema}; {@code src/docs/windows.md} has the rules.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"feature"})
package io.tiffin.window;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
