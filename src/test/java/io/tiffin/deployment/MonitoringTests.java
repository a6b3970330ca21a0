package io.tiffin.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.TiffinApplication;
import io.tiffin.fixture.RealClock;
import io.tiffin.model.ServedStatus;
import io.tiffin.web.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Alerts and dashboard ask for metrics that a running service has, by labels that it has. */
@Timeout(300)
class MonitoringTests {

  private static final Path RULES = Chart.DIRECTORY.resolve("rules").resolve("tiffin.yaml");
  private static final Path DASHBOARD =
      Chart.DIRECTORY.resolve("dashboards").resolve("tiffin.json");

  /** A metric with its selector, within an expression. */
  private static final Pattern SELECTED =
      Pattern.compile("([a-z][a-z0-9_]+_[a-z0-9_]+)(\\{[^}]*})?");

  private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(?:=~|=|!=)");

  /** Words of the language, and a label that scrapers add. */
  private static final Set<String> NO_METRICS = Set.of("histogram_quantile", "label_values");

  private static final String OF_SCRAPERS = "namespace";

  @TempDir private Path directory;

  @Test
  void whatIsAskedForIsThere() throws IOException {
    String scraped = scrape();
    for (String expression : expressions()) {
      Matcher selected = SELECTED.matcher(expression.replaceAll("by \\([^)]*\\)", ""));
      while (selected.find()) {
        if (!NO_METRICS.contains(selected.group(1))) {
          check(scraped, selected.group(1), selected.group(2));
        }
      }
    }
  }

  private static void check(String scraped, String metric, String selector) {
    List<String> samples =
        scraped
            .lines()
            .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
            .toList();
    assertThat(samples).as(metric).isNotEmpty();
    Matcher label = LABEL.matcher(Objects.requireNonNullElse(selector, ""));
    while (label.find()) {
      String name = label.group(1);
      if (!name.equals(OF_SCRAPERS)) {
        assertThat(samples).as("%s has the label %s", metric, name).allMatch(has(name));
      }
    }
  }

  private static java.util.function.Predicate<String> has(String label) {
    return sample -> sample.contains("{" + label + "=\"") || sample.contains("," + label + "=\"");
  }

  @Test
  void everyAlertSaysHowUrgentItIsAndWhatItIsAbout() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Rendered rule : rules()) {
      assertThat(names.add(rule.text("alert"))).as(rule.text("alert")).isTrue();
      assertThat(rule.text("labels", "severity")).isIn("page", "ticket");
      assertThat(rule.text("annotations", "summary")).endsWith(".");
    }
    assertThat(names).hasSizeGreaterThan(10);
  }

  private static List<String> expressions() throws IOException {
    List<String> all = new ArrayList<>(rules().stream().map(rule -> rule.text("expr")).toList());
    JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(DASHBOARD));
    for (JsonNode panel : dashboard.get("panels")) {
      for (JsonNode target : panel.get("targets")) {
        all.add(target.get("expr").stringValue());
      }
    }
    return all;
  }

  private static List<Rendered> rules() throws IOException {
    Rendered file = Chart.parse(Files.readString(RULES)).getFirst();
    List<Rendered> rules = new ArrayList<>();
    for (Object group : (List<?>) Objects.requireNonNull(file.at("groups"))) {
      for (Object rule :
          (List<?>) Objects.requireNonNull(new Rendered((Map<?, ?>) group).at("rules"))) {
        rules.add(new Rendered((Map<?, ?>) rule));
      }
    }
    return rules;
  }

  /** What Prometheus reads of a service that has answered an order and counted an event. */
  private String scrape() {
    try (ConfigurableApplicationContext service =
        new SpringApplicationBuilder(TiffinApplication.class)
            .run(
                "--server.port=0",
                "--management.server.port=0",
                "--tiffin.data-directory=" + directory,
                "--tiffin.model.native-directory="
                    + System.getProperty("tiffin.model.native-directory", "target/native"),
                "--tiffin.warm-up.limit=0s",
                "--tiffin.estimate.deadline=5s",
                "--spring.main.banner-mode=off")) {
      service.getBean(ServedStatus.class).awaitLoaded();
      Api api = new Api(port(service, "local.server.port"));
      Api management = new Api(port(service, "local.management.port"));
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> event(api).status() == 200 && estimate(api).status() == 200);
      return management.get("/actuator/prometheus").raw().text();
    }
  }

  private static Api.Answer estimate(Api api) {
    return api.post(
        "/v1/estimates",
        """
        {"restaurantId":"r-17","dropoff":{"lat":52.5205,"lon":13.4095}}\
        """);
  }

  private static Api.Answer event(Api api) {
    return api.post(
        "/v1/events",
        """
        {"events":[{"eventId":"e-1","type":"order.placed","eventTime":"%s","cityId":"berlin","orderId":"o-1",
         "restaurantId":"r-17","dropoff":{"lat":52.5205,"lon":13.4095},"itemsTotal":3,"itemsDistinct":2,"subtotalCents":3520}]}\
        """
            .formatted(new RealClock().instant().minusSeconds(60)));
  }

  private static int port(ConfigurableApplicationContext service, String property) {
    return service.getEnvironment().getRequiredProperty(property, Integer.class);
  }
}
