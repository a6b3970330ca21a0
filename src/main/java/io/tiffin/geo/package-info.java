/**
 * Places, distances, zones (H3 cells), local calendar and holidays.
 *
 * <p>This room must not know features or orders.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.tiffin.geo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
