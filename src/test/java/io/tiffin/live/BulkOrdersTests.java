package io.tiffin.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.TiffinApplication;
import io.tiffin.fixture.RealClock;
import io.tiffin.model.ServedStatus;
import io.tiffin.web.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/**
 * The command in a process of its own, on the store that a service has left: it tells what the
 * service told.
 */
@Timeout(300)
class BulkOrdersTests {

  private static final int ORDERS = 3_000;
  private static final int SAMPLE = 200;
  private static final int WRONG = 150;

  @TempDir private Path directory;
  private final Instant placedAt = new RealClock().instant().truncatedTo(ChronoUnit.SECONDS);

  @Test
  void aFileIsEstimatedAsTheServiceEstimatesItsOrders() throws Exception {
    List<String> orders = IntStream.range(0, ORDERS).mapToObj(this::order).toList();
    Path file = Files.write(directory.resolve("orders.ndjson"), orders);
    Path estimates = directory.resolve("estimates.ndjson");

    List<String> told = toldByTheService(orders.subList(0, SAMPLE));
    Process bulk = start(file, estimates);
    String log = new String(bulk.getInputStream().readAllBytes(), UTF_8);

    assertThat(bulk.waitFor()).as(log).isZero();
    List<String> answers = Files.readAllLines(estimates);
    assertThat(answers).hasSize(ORDERS);
    for (int i = 0; i < SAMPLE; i++) {
      assertThat(withoutId(answers.get(i))).isEqualTo(withoutId(told.get(i)));
    }
    assertThat(answers.getLast()).contains("\"orderId\":\"o-" + (ORDERS - 1) + "\"");
    assertThat(log)
        .contains("orders.ndjson, line " + (WRONG + 1) + ": dropoff.lat: expected")
        .contains("3,000 orders, 2,999 estimates, 1 refused; 0 degraded, 0 by the baseline")
        .doesNotContain("Tomcat")
        .doesNotContain("password");
    assertThat(directory.resolve("data").resolve("events")).doesNotExist();
  }

  private String order(int i) {
    int lat = i == WRONG ? 152 : 52;
    return """
    {"orderId":"o-%d","restaurantId":"r-%d","dropoff":{"lat":%d.52,"lon":13.4095},"itemCount":3,"placedAt":"%s"}\
    """
        .formatted(i, i % 50, lat, placedAt);
  }

  /** Some restaurants have a profile, and what stands in it shows in their estimates. */
  private List<String> toldByTheService(List<String> orders) {
    try (ConfigurableApplicationContext service = service()) {
      service.getBean(ServedStatus.class).awaitLoaded();
      Api api =
          new Api(service.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
      for (int i = 0; i < 10; i++) {
        assertThat(api.put("/v1/features/restaurant_profile/r-" + i, profile(i)).status())
            .isEqualTo(200);
      }
      String body = "{\"orders\":[" + String.join(",", orders) + "]}";
      JsonNode results = api.post("/v1/estimates/batch", body).json().get("results");
      List<String> told = results.valueStream().map(JsonNode::toString).toList();
      assertThat(told.get(0).replace("o-0", "o-40").replace("r-0", "r-40"))
          .as("a profile shows")
          .isNotEqualTo(told.get(40));
      return told;
    }
  }

  private String profile(int i) {
    return """
    {"eventTime":"%s","values":{"lat":52.5%d,"lon":13.4,"time_zone":"Europe/Berlin","city_id":"berlin","cuisine":"ramen"}}\
    """
        .formatted(placedAt.minusSeconds(60), i);
  }

  private List<String> settings() {
    return List.of(
        "--tiffin.data-directory=" + directory.resolve("data"),
        "--tiffin.model.warm-up-calls=20",
        "--tiffin.model.native-directory="
            + System.getProperty("tiffin.model.native-directory", ""));
  }

  private ConfigurableApplicationContext service() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--management.server.port=0",
                "--spring.main.banner-mode=off",
                "--logging.level.root=error",
                "--tiffin.warm-up.limit=0s",
                "--tiffin.estimate.deadline=60s",
                "--resilience4j.timelimiter.instances.model.timeout-duration=30s",
                "--tiffin.events.runtime=none"));
    arguments.addAll(settings());
    return new SpringApplicationBuilder(TiffinApplication.class)
        .run(arguments.toArray(String[]::new));
  }

  private Process start(Path orders, Path estimates) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                TiffinApplication.class.getName(),
                "bulk",
                orders.toString(),
                estimates.toString(),
                "--spring.profiles.active=demo", // of which it wants nothing
                "--tiffin.bulk.deadline=60s",
                "--tiffin.bulk.call-limit=30s",
                "--tiffin.bulk.allowed-refusals=0.001"));
    command.addAll(settings());
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String withoutId(String answer) {
    return answer.replaceAll("\"estimateId\":\"\\w{26}\",", "");
  }
}
