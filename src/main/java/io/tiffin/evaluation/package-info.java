/**
 * Error metrics as pure functions over predicted and actual minutes.
 *
 * <p>This room must not know features, models or orders.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.tiffin.evaluation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
