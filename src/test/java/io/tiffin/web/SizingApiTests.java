package io.tiffin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@Served
class SizingApiTests {

  @LocalServerPort private int port;
  private Api api;

  @BeforeEach
  void connect() {
    api = new Api(port);
  }

  @Test
  void aViewIsRankedByCost() {
    Api.Answer answer =
        api.get("/v1/sizing?view=restaurant_live&rows=50000&latencyMillis=5&budgetPerMonth=60");

    JsonNode report = answer.json();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("application/json");
    assertThat(report.propertyNames()).containsExactly("pricesAsOf", "currency", "views");
    JsonNode view = report.get("views").get(0);
    assertThat(view.get("view").stringValue()).isEqualTo("restaurant_live");
    assertThat(view.get("asked").get("rows").longValue()).isEqualTo(50_000);
    JsonNode best = view.get("ranking").get(0);
    assertThat(best.propertyNames())
        .containsExactly(
            "rank",
            "tiers",
            "cloud",
            "monthlyCost",
            "overBudget",
            "meetsLatency",
            "readP50Millis",
            "readP99Millis",
            "parts",
            "notes");
    assertThat(best.get("tiers").get(0).stringValue()).isEqualTo("redis");
    assertThat(best.get("overBudget").booleanValue()).isFalse();
    assertThat(best.get("parts").get(0).propertyNames())
        .containsExactly(
            "store",
            "product",
            "units",
            "unit",
            "readsPerSecond",
            "writesPerSecond",
            "monthlyCost",
            "why");
    assertThat(view.get("refused").size()).isPositive();
  }

  @Test
  void withoutAnyParameterEveryStoredViewIsSized() {
    Api.Answer answer = api.get("/v1/sizing");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("views").findValuesAsString("view"))
        .contains("restaurant_profile", "restaurant_live", "city_history")
        .doesNotContain("request");
    assertThat(answer.json().get("views"))
        .allSatisfy(view -> assertThat(view.get("ranking").size()).isBetween(1, 10));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          view=no_such              | view
          view=request              | view
          view=                     | view
          cloud=azure               | cloud
          tiers=rocksdb,redis       | tiers
          tiers=a%00b               | tiers
          rows=0                    | rows
          rows=1.5                  | rows
          rows=many                 | rows
          rows=1&rows=2             | rows
          rows=NaN                  | rows
          latencyMillis=0           | latencyMillis
          latencyMillis=-1          | latencyMillis
          latencyMillis=Infinity    | latencyMillis
          changesPerSecond=-1       | changesPerSecond
          readsPerSecond=1e10       | readsPerSecond
          clients=0                 | clients
          bytesPerRow=              | bytesPerRow
          budgetPerMonth=0x10       | budgetPerMonth
          hitRate=1.1               | hitRate
          nearHitRate=2             | nearHitRate
          hotShare=0                | hotShare
          top=0                     | top
          row=5                     | row
          """)
  void aParameterThatIsWrongIsNamed(String query, String field) {
    Api.Answer answer = api.get("/v1/sizing?" + query);

    ProblemTests.assertProblem(answer, 400, "invalid-fields");
    assertThat(answer.json().get("errors").findValuesAsString("field")).containsExactly(field);
  }

  @Test
  void everythingThatIsWrongIsListed() {
    Api.Answer answer = api.get("/v1/sizing?rows=0&clients=x&budget=9");

    assertThat(answer.json().get("errors").findValuesAsString("field"))
        .containsExactlyInAnyOrderElementsOf(List.of("rows", "clients", "budget"));
  }
}
