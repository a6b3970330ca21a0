package io.tiffin.web;

import io.tiffin.batching.Ticker;
import jakarta.servlet.DispatcherType;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * What holds for the API's port, for the management port too. It is no {@code @Configuration}, so
 * that only the context of that port has it: META-INF/spring names it.
 */
class ManagementPortConfiguration {

  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> managementProblemReports(
      ProblemAnswers answers) {
    return TomcatConfiguration.reports(answers);
  }

  /** Actuator reads bodies of any length; nothing that it takes is long. */
  @Bean
  FilterRegistrationBean<BoundedBodyFilter> managementBodies(
      WebProperties limits, ProblemAnswers answers, Ticker ticker) {
    return new FilterRegistrationBean<>(new BoundedBodyFilter(limits, answers, ticker));
  }

  /** In place of Spring Boot's own answer. */
  @Bean
  FilterRegistrationBean<ErrorProblemFilter> managementErrors(ProblemAnswers answers) {
    FilterRegistrationBean<ErrorProblemFilter> filter =
        new FilterRegistrationBean<>(new ErrorProblemFilter(answers));
    filter.setDispatcherTypes(DispatcherType.ERROR);
    return filter;
  }
}
