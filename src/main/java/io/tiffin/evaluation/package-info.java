/**
 * Error metrics as pure functions over predicted and actual minutes.
 *
 * <p>This room must not know features, models or orders. Start at {@link
 * io.tiffin.evaluation.Evaluation}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.tiffin.evaluation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
