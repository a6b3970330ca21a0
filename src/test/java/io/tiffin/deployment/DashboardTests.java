package io.tiffin.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The dashboard is one that Grafana imports: what its importer looks at, and what readers need. */
class DashboardTests {

  /** Of Grafana 10; newer ones migrate what is older than they are. */
  private static final int SCHEMA = 39;

  private static final String SOURCE = "${datasource}";

  @Test
  void itCanBeImported() {
    JsonNode dashboard = Watching.dashboard();

    assertThat(dashboard.get("schemaVersion").intValue()).isEqualTo(SCHEMA);
    assertThat(dashboard.get("uid").stringValue()).isNotBlank();
    assertThat(dashboard.get("title").stringValue()).isNotBlank();
    assertThat(dashboard.has("id")).as("an id is the importer's to give").isFalse();
    Set<String> variables = new TreeSet<>();
    for (JsonNode variable : dashboard.get("templating").get("list")) {
      variables.add(variable.get("name").stringValue());
    }
    assertThat(variables).contains("datasource", "namespace");
  }

  @Test
  void everyPanelSaysWhatItShowsInWhichUnitAndAsksTheChosenSource() {
    Set<Integer> ids = new TreeSet<>();
    Set<String> places = new TreeSet<>();
    for (JsonNode panel : Watching.dashboard().get("panels")) {
      String title = panel.get("title").stringValue();
      assertThat(ids.add(panel.get("id").intValue())).as("one id each: %s", title).isTrue();
      assertThat(places.add(panel.get("gridPos").toString())).as("apart: %s", title).isTrue();
      assertThat(panel.get("description").stringValue()).as(title).endsWith(".");
      assertThat(panel.get("datasource").get("uid").stringValue()).isEqualTo(SOURCE);
      JsonNode unit = panel.get("fieldConfig").get("defaults").get("unit");
      assertThat(unit.stringValue()).as("unit of %s", title).isNotBlank();
      for (JsonNode target : panel.get("targets")) {
        assertThat(target.get("expr").stringValue()).as(title).contains("$namespace");
        assertThat(target.get("legendFormat").stringValue()).as(title).isNotBlank();
      }
    }
  }
}
