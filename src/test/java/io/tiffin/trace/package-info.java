/**
 * Traces of running services, as a collector receives them. Start at {@link
 * io.tiffin.trace.TracedTiersTests}.
 */
@NullMarked
@ApplicationModule
package io.tiffin.trace;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
