/** Spans as OpenTelemetry's SDK makes them. */
@NullMarked
@ApplicationModule
package io.tiffin.trace.otel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
