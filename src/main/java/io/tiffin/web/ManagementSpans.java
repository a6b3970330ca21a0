package io.tiffin.web;

import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.DispatcherType;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Spans of what admins do on the management port, so that the audit log has their ids; what probes
 * and scrapers ask there has none. It is no stereotype, so that the application's scan passes over
 * it: it is part of the management port's context, by Spring Boot's list of those.
 */
@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
@ConditionalOnBooleanProperty("management.tracing.export.enabled")
class ManagementSpans {

  @Bean
  FilterRegistrationBean<ServerHttpObservationFilter> spansOfAdmins(ObservationRegistry registry) {
    FilterRegistrationBean<ServerHttpObservationFilter> filter =
        new FilterRegistrationBean<>(new ServerHttpObservationFilter(registry));
    filter.addUrlPatterns("/actuator/models/*");
    filter.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
    return filter;
  }
}
