package io.tiffin.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.TiffinApplication;
import io.tiffin.model.ServedStatus;
import io.tiffin.web.Api;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/**
 * A running service with the bundled model and nothing in its store says what is missing. Its clock
 * runs so fast that a window of an hour is a few seconds.
 */
@Timeout(300)
class LiveDriftTests {

  private static final int SPEED = 1_200;
  private static final int LEAST = 20;

  @TempDir private Path directory;

  @Test
  void whatIsMissingShowsWhereAdminsAndPrometheusLook() {
    try (ConfigurableApplicationContext service = start()) {
      service.getBean(ServedStatus.class).awaitLoaded();
      Api api = new Api(port(service, "local.server.port"));
      Api admins = new Api(port(service, "local.management.port"));
      estimate(api);
      assertThat(inputs(admins).get("watched").intValue()).isEqualTo(48);
      assertThat(inputs(admins).get("mostDrifted").isEmpty()).as("of one order").isTrue();
      assertThat(sample(admins, "tiffin_model_input_drift_max{")).endsWith(" NaN");

      JsonNode inputs =
          await()
              .atMost(Duration.ofMinutes(2))
              .until(
                  () -> {
                    estimate(api);
                    return inputs(admins);
                  },
                  told -> !told.get("mostDrifted").isEmpty());

      JsonNode most = inputs.get("mostDrifted").get(0);
      assertThat(inputs.get("mostDrifted").size()).isEqualTo(10);
      assertThat(inputs.get("vectors").intValue()).isGreaterThanOrEqualTo(LEAST);
      assertThat(most.get("missing").doubleValue()).isEqualTo(1);
      assertThat(most.get("referenceMissing").doubleValue()).isLessThan(0.1);
      assertThat(most.get("psi").doubleValue()).isGreaterThan(0.25);
      String feature = most.get("feature").stringValue();
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> {
            estimate(api);
            return value(admins, "feature=\"" + feature + "\"") > 0.25
                && value(admins, "tiffin_model_input_drift_max{") > 0.25
                && value(admins, "tiffin_model_input_vectors{") >= LEAST;
          });
    }
  }

  private static void estimate(Api api) {
    Api.Answer answer =
        api.post(
            "/v1/estimates",
            """
            {"restaurantId":"r-17","dropoff":{"lat":52.5205,"lon":13.4095}}\
            """);
    assertThat(answer.status()).as(answer.raw().text()).isEqualTo(200);
  }

  /** What is told of the inputs of the stable version. */
  private static JsonNode inputs(Api admins) {
    JsonNode version = admins.get("/actuator/models/eta").json().get("versions").get(0);
    assertThat(version.get("role").stringValue()).isEqualTo("stable");
    return version.get("inputs");
  }

  private static double value(Api admins, String of) {
    String sample = sample(admins, of);
    return Double.parseDouble(sample.substring(sample.lastIndexOf(' ') + 1));
  }

  private static String sample(Api admins, String of) {
    List<String> samples =
        admins
            .get("/actuator/prometheus")
            .raw()
            .text()
            .lines()
            .filter(line -> line.startsWith("tiffin_model_input_") && line.contains(of))
            .toList();
    assertThat(samples).as(of).hasSize(1);
    return samples.getFirst();
  }

  private static int port(ConfigurableApplicationContext service, String property) {
    return service.getEnvironment().getRequiredProperty(property, Integer.class);
  }

  private ConfigurableApplicationContext start() {
    return new SpringApplicationBuilder(TiffinApplication.class)
        .run(
            "--server.port=0",
            "--management.server.port=0",
            "--tiffin.data-directory=" + directory,
            "--tiffin.model.native-directory="
                + System.getProperty("tiffin.model.native-directory", "target/native"),
            "--tiffin.warm-up.limit=0s",
            "--tiffin.estimate.deadline=5s",
            "--tiffin.clock.speed=" + SPEED,
            "--tiffin.drift.window=1h",
            "--tiffin.drift.least-vectors=" + LEAST,
            "--spring.main.banner-mode=off");
  }
}
