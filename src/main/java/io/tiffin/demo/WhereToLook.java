package io.tiffin.demo;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/** Says in the log, once the service is ready, where to look and what to try. */
final class WhereToLook implements ApplicationListener<ApplicationReadyEvent> {

  private static final Logger LOG = LoggerFactory.getLogger(WhereToLook.class);

  private final Environment environment;

  WhereToLook(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void onApplicationEvent(ApplicationReadyEvent event) {
    LOG.info("{}", text());
  }

  /** What is said; the ports are those listened on. */
  String text() {
    String service = address("server.address", "local.server.port");
    String management = address("management.server.address", "local.management.port");
    return """
    Tiffin estimates for a simulated Berlin. Try:

      curl -s '%1$s/v1/estimates?explain=true' -H 'Content-Type: application/json' \\
        -d '{"restaurantId":"r-17","dropoff":{"lat":52.5205,"lon":13.4095}}'

      API     %1$s/swagger-ui.html
      health  %2$s/actuator/health
      metrics %2$s/actuator/prometheus
    """
        .formatted(service, management);
  }

  private String address(String hostProperty, String portProperty) {
    String host = environment.getProperty(hostProperty, "localhost");
    String port =
        environment.getProperty(portProperty, environment.getProperty("local.server.port", "8080"));
    return "http://" + (host.startsWith("127.") ? "localhost" : host) + ":" + port;
  }
}
