package io.tiffin.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.tiffin.batching.Ticker;
import io.tiffin.estimate.EstimateProperties;
import io.tiffin.registry.CallerAddress;
import io.tiffin.trace.Traces;
import jakarta.servlet.http.HttpServletRequest;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** What the controllers are made of. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({AccessProperties.class, WebProperties.class})
class WebConfiguration {

  @Bean
  ProblemAnswers problemAnswers(StrictJson json, Traces traces) {
    return new ProblemAnswers(json, traces);
  }

  @Bean
  Doors doors(WebProperties limits, MeterRegistry meters, Ticker ticker) {
    return new Doors(limits, meters, ticker);
  }

  /** One door for all that runs the model once: estimates, also of orders on their way. */
  @Bean
  AdaptiveDoor estimateDoor(Doors doors, EstimateProperties times) {
    return doors.estimates(times.deadline());
  }

  @Bean
  @ConditionalOnBooleanProperty("management.tracing.export.enabled")
  SpanOfRequest spanOfRequest() {
    return new SpanOfRequest();
  }

  /** Of the management port too, which is served by the same container. */
  @Bean
  CallerAddress callerAddress() {
    return () ->
        RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes answered
            ? caller(answered.getRequest())
            : "an unknown address";
  }

  private static String caller(HttpServletRequest request) {
    String name = request.getRemoteUser();
    String address = request.getRemoteAddr();
    return name == null ? address : Printable.text(name) + " at " + address;
  }

  @Bean
  OpenApiCustomizer documentedProblems() {
    return new DocumentedProblems();
  }

  @Bean
  DocumentedReports documentedReports() {
    return new DocumentedReports();
  }

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Tiffin")
                .version("v1")
                .description(
                    "When will this order arrive? A feature store and a model that answer every time."));
  }
}
