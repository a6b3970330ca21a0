package io.tiffin.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.ServedApplication;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.filter.OncePerRequestFilter;

/** Controls: faults that are planted into a service are found by what looks for them. */
@ExtendWith({OutputCaptureExtension.class, io.tiffin.fixture.AudibleLogs.class})
class FuzzerControlTests {

  private static final int REQUESTS = 1500;
  private static final Instant NOW = Instant.parse("2026-11-28T03:00:00Z");

  @Test
  void controlPlantedFaultsAreFoundAndMadeSmall(CapturedOutput output) {
    String[] settings =
        Canaries.settings().stream().map(setting -> "--" + setting).toArray(String[]::new);
    try (ConfigurableApplicationContext service =
        new SpringApplicationBuilder(ServedApplication.class, Planted.class)
            .properties(
                "server.port=0",
                "management.server.port=0",
                "tiffin.warm-up.limit=0s",
                "tiffin.estimate.deadline=5s")
            .run(settings)) {
      Collection<Finding> findings = fuzz(service);

      assertThat(findings)
          .anyMatch(each ->
              each.alike().equals("POST /v1/estimates: status 500")
                  && each.request().body().length == "lat".length())
          .anyMatch(each -> each.alike().equals("GET /v1/models: shows the inside"))
          .anyMatch(each -> each.alike().equals("GET /v1/catalogue: tells a secret"))
          .anyMatch(each -> each.alike().equals("POST /v1/features/lookup: accepted"))
          .anyMatch(each -> each.alike().equals("GET /v1/sizing: undeclared 302"));
      assertThat(Canaries.in(output.toString())).containsExactly(Canaries.ESTIMATOR_KEY);
    }
  }

  private static Collection<Finding> fuzz(ConfigurableApplicationContext service) {
    Map<Port, Integer> ports =
        Map.of(
            Port.API,
            port(service, "local.server.port"),
            Port.MANAGEMENT,
            port(service, "local.management.port"));
    return new FuzzTarget(ports, Canaries.ADMIN_KEY, Canaries.all()).fuzzer(1, NOW).run(REQUESTS);
  }

  private static int port(ConfigurableApplicationContext service, String property) {
    return service.getEnvironment().getRequiredProperty(property, Integer.class);
  }

  /** Faults as somebody might make them. */
  static class Planted {

    @Bean
    FilterRegistrationBean<OncePerRequestFilter> faults() {
      FilterRegistrationBean<OncePerRequestFilter> faults =
          new FilterRegistrationBean<>(new Faults());
      faults.setOrder(-50); // behind those that know the caller
      return faults;
    }
  }

  private static final class Faults extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      switch (request.getRequestURI()) {
        case "/v1/estimates" -> {
          String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
          answer(response, body.contains("lat") ? 500 : 200, "");
        }
        case "/v1/models" -> answer(response, 400, "java.lang.IllegalStateException: no");
        case "/v1/catalogue" -> answer(response, 200, Canaries.ADMIN_KEY);
        case "/v1/features/lookup" -> answer(response, 200, "");
        case "/v1/sizing" -> {
          LoggerFactory.getLogger(Faults.class).info("the key is {}", Canaries.ESTIMATOR_KEY);
          answer(response, 302, "");
        }
        default -> chain.doFilter(request, response);
      }
    }

    private static void answer(HttpServletResponse response, int status, String text)
        throws IOException {
      response.setStatus(status);
      response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
