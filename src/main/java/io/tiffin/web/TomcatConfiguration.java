package io.tiffin.web;

import org.apache.catalina.Context;
import org.apache.catalina.Pipeline;
import org.apache.catalina.Valve;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** What Tomcat says by itself, made to say it as the rest of the API does. */
@Configuration(proxyBeanMethods = false)
class TomcatConfiguration {

  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE) // after Spring Boot has put its own valve in
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemReports(ProblemAnswers answers) {
    return reports(answers);
  }

  static WebServerFactoryCustomizer<TomcatServletWebServerFactory> reports(ProblemAnswers answers) {
    return factory ->
        factory.addContextCustomizers(context -> report(context, new ProblemReportValve(answers)));
  }

  private static void report(Context context, ProblemReportValve valve) {
    Pipeline pipeline = context.getParent().getPipeline();
    for (Valve other : pipeline.getValves()) {
      if (other instanceof ErrorReportValve) {
        pipeline.removeValve(other);
      }
    }
    pipeline.addValve(valve);
    if (context.getParent() instanceof StandardHost host) {
      host.setErrorReportValveClass(
          ProblemReportValve.class.getName()); // it is there: none is added
    }
  }
}
