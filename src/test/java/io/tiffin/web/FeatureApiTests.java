package io.tiffin.web;

import static io.tiffin.web.ProblemTests.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.store.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@Served
class FeatureApiTests {

  private static final String FACTS =
      """
      {"eventTime":"2026-01-15T09:30:00Z","values":{"lat":52.5163,"lon":13.3777,"cuisine":"ramen"}}\
      """;

  @LocalServerPort private int port;
  @Autowired private InMemoryFeatureStore store;
  @Autowired private Clock clock;
  private Api api;

  @BeforeEach
  void connect() {
    api = new Api(port);
  }

  @AfterEach
  void heal() {
    store.healthy();
  }

  @Test
  void whatIsPutIsFoundWithItsProvenance() {
    String eventTime = clock.instant().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS).toString();
    api.put(
        "/v1/features/restaurant_profile/r-put", FACTS.replace("2026-01-15T09:30:00Z", eventTime));

    JsonNode rows =
        api.post(
                "/v1/features/lookup",
                """
                {"view":"restaurant_profile","entities":["r-none","r-put"],"features":["cuisine"]}\
                """)
            .json()
            .get("rows");

    assertThat(rows.get(0).toString())
        .isEqualTo("{\"entity\":\"r-none\",\"features\":{\"cuisine\":{\"state\":\"NOT_FOUND\"}}}");
    JsonNode cuisine = rows.get(1).get("features").get("cuisine");
    assertThat(cuisine.get("value").stringValue()).isEqualTo("ramen");
    assertThat(cuisine.get("source").stringValue()).isEqualTo("IN_MEMORY");
    assertThat(cuisine.get("eventTime").stringValue()).isEqualTo(eventTime);
    assertThat(cuisine.get("ageMillis").longValue()).isGreaterThanOrEqualTo(60_000);
  }

  @Test
  void aTighterMaxAgeMakesAValueTooOld() {
    api.put(
        "/v1/features/restaurant_profile/r-old",
        FACTS.replace("2026-01-15T09:30:00Z", clock.instant().minusSeconds(60).toString()));

    Api.Answer answer =
        api.post(
            "/v1/features/lookup",
            """
            {"view":"restaurant_profile","entities":["r-old"],"features":["cuisine"],"maxAgeMillis":1000}\
            """);

    assertThat(answer.raw().text())
        .contains("\"state\":\"OUTSIDE_MAX_AGE\"")
        .doesNotContain("ramen");
  }

  @Test
  void anEventTimeThatIsNoLaterChangesNothingAndSaysSo() {
    Api.Answer first = api.put("/v1/features/restaurant_profile/r-twice", FACTS);
    Api.Answer same = api.put("/v1/features/restaurant_profile/r-twice", FACTS);
    Api.Answer deleted =
        api.send(
            "DELETE",
            "/v1/features/restaurant_profile/r-twice?eventTime=2026-01-15T09:30:01Z",
            "application/json",
            new byte[0]);
    Api.Answer older = api.put("/v1/features/restaurant_profile/r-twice", FACTS);

    assertThat(first.raw().text()).isEqualTo("{\"applied\":true}");
    assertThat(same.raw().text()).isEqualTo("{\"applied\":false}");
    assertThat(deleted.raw().text()).isEqualTo("{\"applied\":true}");
    assertThat(older.raw().text()).isEqualTo("{\"applied\":false}");
  }

  @Test
  void valuesThatDoNotFitTheViewAreAllListed() {
    Api.Answer answer =
        api.put(
            "/v1/features/restaurant_profile/r-bad",
            """
            {"eventTime":"2026-01-15T09:30:00Z","values":{"lat":"north","lon":200,"stars":5}}\
            """);

    assertProblem(answer, 422, "unknown-feature");
    assertThat(answer.json().get("errors").findValuesAsString("field"))
        .containsExactlyInAnyOrder("values.lat", "values.lon", "values.stars");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"values":{"lat":1}}                                              | eventTime
          {"eventTime":"2026-01-15T09:30:00Z"}                              | values
          {"eventTime":"2026-01-15T09:30:00Z","values":{"cuisine":["a"]}}   | values.cuisine
          {"eventTime":"+1000000000-12-31T23:59:59Z","values":{"lat":1}}    | eventTime
          {"eventTime":"1969-12-31T23:59:59Z","values":{"lat":1}}           | eventTime
          {"eventTime":"9998-01-01T00:00:00Z","values":{"lat":1}}           | eventTime
          {"eventTime":"2026-01-15T09:30:00Z","values":{"lat":1},"entity":"r-2"} | entity
          """)
  void factsThatAreIncompleteAreRefusedByField(String facts, String field) {
    Api.Answer answer = api.put("/v1/features/restaurant_profile/r-bad", facts);

    assertProblem(answer, 400, "invalid-fields");
    assertThat(answer.json().get("errors").get(0).get("field").stringValue()).isEqualTo(field);
  }

  @Test
  void viewsThatAreComputedOrUnknownCannotBeWritten() {
    String values = "{\"eventTime\":\"2026-01-15T09:30:00Z\",\"values\":{}}";

    assertProblem(api.put("/v1/features/restaurant_live/r-1", values), 409, "computed-view");
    assertProblem(api.put("/v1/features/no_view/r-1", values), 404, "unknown-view");
    assertProblem(
        api.send("DELETE", "/v1/features/restaurant_profile/r-1", "application/json", new byte[0]),
        400,
        "invalid-fields");
  }

  @Test
  void lookingUpWhatTheCatalogueDoesNotHaveIsUnprocessable() {
    Api.Answer noView =
        api.post("/v1/features/lookup", "{\"view\":\"no_view\",\"entities\":[\"a\"]}");
    Api.Answer noFeature =
        api.post(
            "/v1/features/lookup",
            """
            {"view":"restaurant_profile","entities":["a"],"features":["lat","nothing"]}\
            """);

    assertProblem(noView, 422, "unknown-feature");
    assertThat(noView.json().get("errors").findValuesAsString("field")).containsExactly("view");
    assertProblem(noFeature, 422, "unknown-feature");
    assertThat(noFeature.json().get("errors").findValuesAsString("field"))
        .containsExactly("features[1]");
    assertProblem(
        api.post("/v1/features/lookup", "{\"view\":\"restaurant_live\",\"entities\":[]}"),
        400,
        "invalid-fields");
  }

  @ParameterizedTest
  @EnumSource(Outcome.Failed.Reason.class)
  void aDeadStoreShowsInTheStatesOfALookUp(Outcome.Failed.Reason reason) {
    store.failing(reason);

    Api.Answer answer =
        api.post(
            "/v1/features/lookup",
            "{\"view\":\"restaurant_profile\",\"entities\":[\"r-1\"],\"features\":[\"lat\"]}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.raw().text()).contains("\"state\":\"" + reason + "\"");
  }

  @Test
  void aWriteThatTheStoreDidNotTakeIsUnavailable() {
    store.failing(Outcome.Failed.Reason.ERROR);

    Api.Answer answer = api.put("/v1/features/restaurant_profile/r-1", FACTS);

    assertProblem(answer, 503, "store-unavailable");
    assertThat(answer.header("retry-after")).isEqualTo("1");
  }

  @Test
  void theCatalogueSaysWhereEveryFeatureComesFrom() {
    JsonNode views = api.get("/v1/catalogue").json().get("views");

    JsonNode live =
        views
            .valueStream()
            .filter(view -> view.get("name").stringValue().equals("restaurant_live"))
            .findFirst()
            .orElseThrow();
    JsonNode prep =
        live.get("features")
            .valueStream()
            .filter(feature -> feature.get("name").stringValue().equals("prep_s_mean_20m"))
            .findFirst()
            .orElseThrow();
    assertThat(live.get("entity").stringValue()).isEqualTo("restaurant");
    assertThat(live.get("maxAgeMillis").longValue()).isEqualTo(300_000);
    assertThat(prep.get("from").stringValue()).isEqualTo("event");
    assertThat(prep.get("window").stringValue()).isEqualTo("20m");
    assertThat(prep.get("default").doubleValue()).isEqualTo(900);
    assertThat(prep.get("parent").stringValue()).isEqualTo("courier_zone_live.prep_s_mean_20m");
  }

  @Test
  void aLoadOfNdjsonStoresWhatFitsAndTellsWhatDoesNot() {
    String lines =
        """
        {"entity":"r-n1","eventTime":"2026-01-15T09:30:00Z","values":{"lat":52.5,"lon":13.4}}

        {"entity":"r-n2","eventTime":"2026-01-15T09:30:00Z","values":{"lat":"north"}}
        {"entity":"r-n3","eventTime":"2026-01-15
        {"entity":"r-n1","eventTime":"2026-01-15T09:30:00Z","values":{"lat":52.5,"lon":13.4}}
        {"entity":"","eventTime":"2026-01-15T09:30:00Z","values":{}}
        """;

    Api.Answer answer = load("application/x-ndjson", lines);

    assertThat(answer.status()).isEqualTo(207);
    JsonNode loaded = answer.json();
    assertThat(loaded.get("rows").longValue()).isEqualTo(5);
    assertThat(loaded.get("applied").longValue()).isEqualTo(1);
    assertThat(loaded.get("superseded").longValue()).isEqualTo(1);
    assertThat(loaded.get("rejected").longValue()).isEqualTo(3);
    assertThat(loaded.get("rejections").findValuesAsString("line")).containsExactly("4", "6", "3");
  }

  @Test
  void aLoadOfCsvReadsQuotesAndEmptyFields() {
    String lines =
        "\uFEFFentity,eventTime,lat,cuisine\r\n"
            + "r-c1,2026-01-15T09:30:00Z,52.5,\"ramen, \"\"spicy\"\"\"\r\n"
            + "r-c2,2026-01-15T09:30:00Z,,\r\n"
            + "r-c3,2026-01-15T09:30:00Z,52.5\r\n"
            + "r-c4,2026-01-15T09:30:00Z,1e5,\"open\r\n"
            + "r-c5,tomorrow,52.5,thai\r\n"
            + "r-c6,2026-01-15T09:30:00Z,1e2147483647,thai\r\n";

    JsonNode loaded = load("text/csv", lines).json();

    assertThat(loaded.get("applied").longValue()).isEqualTo(2);
    assertThat(loaded.get("rejected").longValue()).isEqualTo(4);
  }

  @Test
  void aLoadThatCanStoreNothingIsRefusedAsAWhole() {
    byte[] none = new byte[0];

    assertProblem(load("text/csv", "entity,lat\nr-1,5\n"), 400, "malformed-body");
    assertProblem(load("text/csv", "entity,eventTime,stars\n"), 400, "malformed-body");
    assertProblem(load("text/csv", ""), 400, "malformed-body");
    assertProblem(
        api.send("POST", "/v1/features/restaurant_live:load", "application/x-ndjson", none),
        409,
        "computed-view");
    assertProblem(
        api.send("POST", "/v1/features/no_view:load", "text/csv", none), 404, "unknown-view");
    assertProblem(
        api.send("POST", "/v1/features/restaurant_profile:load", "application/json", none),
        415,
        "unsupported-media-type");
  }

  @Test
  void aLongLoadIsStreamedAndALongLineIsSkipped() {
    StringBuilder lines = new StringBuilder("entity,eventTime,cuisine\n");
    for (int row = 0; row < 20_000; row++) {
      lines.append("r-l").append(row).append(",2026-01-15T09:30:00Z,thai\n");
    }
    lines.append("r-long,2026-01-15T09:30:00Z,").append("x".repeat(70_000)).append('\n');

    JsonNode loaded = load("text/csv", lines.toString()).json();

    assertThat(loaded.get("applied").longValue()).isEqualTo(20_000);
    assertThat(loaded.get("rejections").get(0).get("reason").stringValue())
        .isEqualTo("the line is too long");
  }

  private Api.Answer load(String format, String lines) {
    return api.send(
        "POST",
        "/v1/features/restaurant_profile:load",
        format,
        lines.getBytes(StandardCharsets.UTF_8));
  }
}
