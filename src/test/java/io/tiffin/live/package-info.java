/**
 * Whole services, in processes of their own, from an event to the estimate that it changes. Start
 * at {@link io.tiffin.live.EventToEstimateTests}.
 */
@NullMarked
@ApplicationModule
package io.tiffin.live;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
