package io.tiffin.trace.otel;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves Spring's auto-configurations of OpenTelemetry out of an application that does not trace:
 * it then has no tracer, no exporter and no thread of one.
 */
final class NoIdleTracing implements AutoConfigurationImportFilter, EnvironmentAware {

  private static final List<String> TRACING =
      List.of(
          "org.springframework.boot.micrometer.tracing.",
          "org.springframework.boot.opentelemetry.");

  private boolean isOn;

  @Override
  public void setEnvironment(Environment environment) {
    isOn = environment.getProperty(TraceConfiguration.SWITCH, Boolean.class, false);
  }

  @Override
  public boolean[] match(
      @Nullable String[] autoConfigurations, AutoConfigurationMetadata metadata) {
    boolean[] wanted = new boolean[autoConfigurations.length];
    for (int i = 0; i < wanted.length; i++) {
      String name = autoConfigurations[i];
      wanted[i] = isOn || name == null || TRACING.stream().noneMatch(name::startsWith);
    }
    return wanted;
  }
}
