package io.tiffin.trace.otel;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.tiffin.trace.Traces;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Traces, if they are on. */
@Configuration(proxyBeanMethods = false)
class TraceConfiguration {

  /** Off in {@code application.yaml}; Spring Boot would be on. */
  static final String SWITCH = "management.tracing.export.enabled";

  /** What makes Tiffin's own spans; Spring Boot's have a scope of its name. */
  static final String SCOPE = "io.tiffin";

  @Bean
  Traces traces(ObjectProvider<OpenTelemetry> openTelemetry) {
    OpenTelemetry known = openTelemetry.getIfAvailable();
    return known == null ? Traces.OFF : new OtelTraces(known.getTracer(SCOPE));
  }

  @Bean
  @ConditionalOnBooleanProperty(SWITCH)
  SpanExporters spanExporters(ObjectProvider<SpanExporter> exporters, MeterRegistry meters) {
    return SpanExporters.of(
        exporters
            .orderedStream()
            .<SpanExporter>map(exporter -> new AudibleSpanExporter(exporter, meters))
            .toList());
  }
}
