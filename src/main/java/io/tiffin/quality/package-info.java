/**
 * What serving does to the quality of answers: how far the inputs of the version that answers have
 * moved from those that it learnt from.
 *
 * <p>This room must not know how an estimate is made, nor HTTP: whoever asks a model hands over the
 * features that it was asked with. Start at {@link io.tiffin.quality.InputWatches}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"feature", "serving", "model", "evaluation"})
package io.tiffin.quality;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
