/**
 * Traces by OpenTelemetry: Spring Boot makes the tracer, the span of each HTTP request and the
 * exporter; this room makes the spans below, and sees to it that there is none of all that unless
 * {@code management.tracing.export.enabled} is true.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"trace"})
package io.tiffin.trace.otel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
