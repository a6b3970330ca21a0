package io.tiffin.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.fixture.InstalledPrograms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/**
 * What fires each alert, and what beside it does not, by Prometheus' own tool; and what each alert
 * says.
 */
class AlertTests {

  private static final Path CASES = Path.of("src", "test", "resources", "prometheus");
  private static final List<String> FILES = List.of("alerts.yaml", "alerts-over-days.yaml");
  private static final Path RUNBOOK = Path.of("src", "docs", "runbook.md");

  @TempDir private Path directory;

  /** What a tool said. */
  private record Said(int status, String text) {}

  @BeforeEach
  void copy() throws IOException {
    for (String file : FILES) {
      Files.copy(CASES.resolve(file), directory.resolve(file));
    }
  }

  @Test
  void promtoolFindsNothingToSayAboutTheRules() throws Exception {
    Watching.write(directory, "rules.yaml", Watching.rulesFile());

    Said said = promtool("check", "rules", "rules.yaml");

    assertThat(said.status()).as(said.text()).isZero();
    assertThat(said.text()).contains(Watching.rules().size() + " rules found");
  }

  @Test
  void everyAlertFiresWhenItShouldAndNotBesideIt() throws Exception {
    Watching.write(directory, "rules.yaml", Watching.rulesFile());

    Said said = promtool("test", "rules", FILES.get(0), FILES.get(1));

    assertThat(said.status()).as(said.text()).isZero();
  }

  /** The control: a threshold that is off is found. */
  @Test
  void anAlertThatFiresTooLateIsFound() throws Exception {
    String wrong = Watching.rulesFile().replace("> 10000", "> 100000");
    Watching.write(directory, "rules.yaml", wrong);

    Said said = promtool("test", "rules", FILES.get(0));

    assertThat(said.status()).isNotZero();
    assertThat(said.text()).contains("TiffinEventsLag").doesNotContain("TiffinDiskFills");
  }

  @Test
  void everyAlertIsTriedFiringAndQuiet() throws IOException {
    Set<String> firing = new TreeSet<>();
    Set<String> quiet = new TreeSet<>();
    for (String file : FILES) {
      Map<?, ?> cases = new Yaml().load(Files.readString(CASES.resolve(file)));
      for (Object each : (List<?>) cases.get("tests")) {
        for (Object check : (List<?>) ((Map<?, ?>) each).get("alert_rule_test")) {
          Map<?, ?> known = (Map<?, ?>) check;
          boolean isQuiet = ((List<?>) known.get("exp_alerts")).isEmpty();
          (isQuiet ? quiet : firing).add((String) known.get("alertname"));
        }
      }
    }

    assertThat(firing).isEqualTo(names());
    assertThat(quiet).isEqualTo(names());
  }

  @Test
  void everyAlertSaysHowUrgentItIsAndWhatItIsAboutAndLeadsToItsSectionOfTheRunbook()
      throws IOException {
    Set<String> sections =
        Files.readAllLines(RUNBOOK).stream()
            .filter(line -> line.startsWith("#"))
            .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replace(' ', '-'))
            .collect(Collectors.toSet());
    assertThat(names()).as("no name twice").hasSize(Watching.rules().size());
    for (Rendered rule : Watching.rules()) {
      assertThat(rule.text("labels", "severity")).isIn("page", "ticket");
      assertThat(rule.text("annotations", "summary")).endsWith(".");
      String anchor = rule.text("alert").toLowerCase(Locale.ROOT);
      assertThat(rule.text("annotations", "runbook_url")).isEqualTo("runbook.md#" + anchor);
      assertThat(sections).contains(anchor);
    }
  }

  @Test
  void theRunbookIsWhereTheOperatorHasPutIt() {
    String rules =
        Watching.rulesFile(
            Map.of(
                "prometheusRule.enabled", "true",
                "prometheusRule.runbookUrl", "https://wiki.example/tiffin"));

    assertThat(rules)
        .contains("https://wiki.example/tiffin#tiffindiskfills")
        .doesNotContain("runbook.md");
  }

  private static Set<String> names() {
    return Watching.rules().stream()
        .map(rule -> rule.text("alert"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Said promtool(String... arguments) throws IOException, InterruptedException {
    InstalledPrograms.require("promtool");
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }
}
