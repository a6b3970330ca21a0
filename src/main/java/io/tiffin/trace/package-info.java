/**
 * What a request went through, told as it goes: the port by which rooms say that a step begins and
 * what came of it. Nothing is told, and nothing is paid for, unless tracing is on and the request
 * is one of those that are traced.
 *
 * <p>This room must not know stores, models or OpenTelemetry, which has a room of its own below
 * this one. Start at {@link io.tiffin.trace.Traces}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.tiffin.trace;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
