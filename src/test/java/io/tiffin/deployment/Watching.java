package io.tiffin.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The alerts and the dashboard, as the chart renders them. */
final class Watching {

  private Watching() {}

  /** The file of rules that Prometheus' operator makes of the chart's object. */
  static String rulesFile(Map<String, Object> set) {
    Rendered object = object("PrometheusRule", set);
    return new Yaml().dump(Objects.requireNonNull(object.at("spec")));
  }

  static String rulesFile() {
    return rulesFile(Map.of("prometheusRule.enabled", "true"));
  }

  static List<Rendered> rules() {
    List<Rendered> rules = new ArrayList<>();
    Rendered file = Chart.parse(rulesFile()).getFirst();
    for (Object group : (List<?>) Objects.requireNonNull(file.at("groups"))) {
      Rendered of = new Rendered((Map<?, ?>) group);
      for (Object rule : (List<?>) Objects.requireNonNull(of.at("rules"))) {
        rules.add(new Rendered((Map<?, ?>) rule));
      }
    }
    return rules;
  }

  static JsonNode dashboard() {
    Rendered object = object("ConfigMap", Map.of("dashboard.enabled", "true"));
    Map<?, ?> files = (Map<?, ?>) Objects.requireNonNull(object.at("data"));
    return JsonMapper.shared().readTree((String) files.values().iterator().next());
  }

  private static Rendered object(String kind, Map<String, Object> set) {
    return Chart.render(null, set).stream()
        .filter(object -> object.kind().equals(kind))
        .filter(object -> !kind.equals("ConfigMap") || isDashboard(object))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isDashboard(Rendered object) {
    return object.text("metadata", "name").endsWith("-dashboard");
  }

  /** A query of the dashboard, and the panel that asks it. */
  record Panel(String title, String query) {}

  static List<Panel> panels() {
    List<Panel> panels = new ArrayList<>();
    for (JsonNode panel : dashboard().get("panels")) {
      for (JsonNode target : panel.get("targets")) {
        panels.add(new Panel(panel.get("title").stringValue(), target.get("expr").stringValue()));
      }
    }
    return panels;
  }

  /** Writes a file for a program to read; returns it. */
  static Path write(Path directory, String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
