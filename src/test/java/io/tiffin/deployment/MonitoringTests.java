package io.tiffin.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.deployment.Watching.Panel;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.web.Api;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Alerts and dashboard ask for what a running service has: by the metrics that it tells, and as a
 * real Prometheus evaluates them over some seconds.
 */
@Timeout(300)
class MonitoringTests {

  /** A metric with its selector, within an expression. */
  private static final Pattern SELECTED =
      Pattern.compile("([a-z][a-z0-9_]+_[a-z0-9_]+)(\\{[^}]*})?");

  private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(?:=~|=|!=)");

  /** Words of the language, and labels that scrapers add. */
  private static final Set<String> NO_METRICS =
      Set.of("histogram_quantile", "label_values", "avg_over_time");

  private static final Set<String> OF_SCRAPERS = Set.of("namespace", "pod");

  @TempDir private static Path directory;

  private static WatchedService service;

  @BeforeAll
  static void start() {
    service = new WatchedService(directory.resolve("data"));
  }

  @AfterAll
  static void stop() {
    if (service != null) {
      service.close();
    }
  }

  @Test
  void whatIsAskedForIsThere() {
    service.use();
    await().until(() -> service.scrape().contains("outcome=\"exported\"} "));
    String scraped = service.scrape();
    for (String expression : expressions()) {
      Matcher selected = SELECTED.matcher(expression.replaceAll("by \\([^)]*\\)", ""));
      while (selected.find()) {
        if (!NO_METRICS.contains(selected.group(1))) {
          check(scraped, selected.group(1), selected.group(2));
        }
      }
    }
  }

  private static List<String> expressions() {
    List<String> all = new ArrayList<>();
    Watching.rules().forEach(rule -> all.add(rule.text("expr")));
    Watching.panels().forEach(panel -> all.add(panel.query()));
    return all;
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
      if (!OF_SCRAPERS.contains(name)) {
        assertThat(samples).as("%s has the label %s", metric, name).allMatch(has(name));
      }
    }
  }

  private static Predicate<String> has(String label) {
    return sample -> sample.contains("{" + label + "=\"") || sample.contains("," + label + "=\"");
  }

  @Test
  void aRealPrometheusEvaluatesEveryRuleAndShowsEveryPanel() throws IOException {
    Watching.write(directory, "rules.yaml", Watching.rulesFile());
    Path configuration =
        Watching.write(
            directory,
            "prometheus.yml",
            """
            global: {scrape_interval: 2s, evaluation_interval: 2s}
            rule_files: [rules.yaml]
            scrape_configs:
              - job_name: tiffin
                metrics_path: /actuator/prometheus
                static_configs:
                  - targets: ['127.0.0.1:%d']
                    labels: {namespace: here, pod: tiffin-0}
            """
                .formatted(service.managementPort()));
    try (ServerProcess prometheus =
        ServerProcess.start(port ->
            List.of(
                "prometheus",
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + directory.resolve("tsdb-" + port),
                "--web.listen-address=127.0.0.1:" + port))) {
      Api api = new Api(prometheus.port());

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> {
            service.use();
            assertThat(unscraped(api)).isEmpty();
            assertThat(withoutData(api)).isEmpty();
          });

      assertThat(unsound(api)).isEmpty();
      assertThat(firing(api)).as("a healthy service").isEmpty();
    }
  }

  private static List<String> unscraped(Api api) {
    List<String> failures = new ArrayList<>();
    for (JsonNode target : ask(api, "/api/v1/targets").get("data").get("activeTargets")) {
      if (!target.get("health").stringValue().equals("up")) {
        failures.add(target.toString());
      }
    }
    return failures;
  }

  /** Panels that show nothing; what Prometheus cannot evaluate fails at once. */
  private static Set<String> withoutData(Api api) {
    Set<String> empty = new TreeSet<>();
    for (Panel panel : Watching.panels()) {
      String query = panel.query().replace("$namespace", "here");
      JsonNode answer = ask(api, "/api/v1/query?query=" + encoded(query));
      if (answer.get("data").get("result").isEmpty()) {
        empty.add(panel.title() + ": " + query);
      }
    }
    return empty;
  }

  private static Set<String> unsound(Api api) {
    Set<String> unsound = new TreeSet<>();
    int rules = 0;
    for (JsonNode group : ask(api, "/api/v1/rules").get("data").get("groups")) {
      for (JsonNode rule : group.get("rules")) {
        rules++;
        if (!rule.get("health").stringValue().equals("ok")) {
          unsound.add(rule.toString());
        }
      }
    }
    assertThat(rules).isEqualTo(Watching.rules().size());
    return unsound;
  }

  private static List<String> firing(Api api) {
    List<String> firing = new ArrayList<>();
    for (JsonNode alert : ask(api, "/api/v1/alerts").get("data").get("alerts")) {
      if (alert.get("state").stringValue().equals("firing")) {
        firing.add(alert.toString());
      }
    }
    return firing;
  }

  private static JsonNode ask(Api api, String path) {
    Api.Answer answer = api.get(path);
    assertThat(answer.status()).as(answer.raw().text()).isEqualTo(200);
    return answer.json();
  }

  private static String encoded(String query) {
    return URLEncoder.encode(query, StandardCharsets.UTF_8);
  }
}
