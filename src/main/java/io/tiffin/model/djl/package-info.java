/**
 * SavedModels checked, loaded, run and closed through DJL's TensorFlow engine, the native library
 * it needs, the device, and what DJL's engines share.
 *
 * <p>This room must not know stores, HTTP or how features are found. Its doors are the bean of
 * {@link io.tiffin.model.ModelEngine} and, for the trainer, which speaks to TensorFlow itself,
 * {@link io.tiffin.model.djl.TensorFlowLibrary}. Start at {@code TensorFlowEngine}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"model", "feature", "batching"})
package io.tiffin.model.djl;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
