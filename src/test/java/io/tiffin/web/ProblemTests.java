package io.tiffin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@Served
class ProblemTests {

  @LocalServerPort private int port;
  private Api api;

  @BeforeEach
  void connect() {
    api = new Api(port);
  }

  @Test
  void everyViolationIsListedWithItsField() {
    Api.Answer answer =
        api.post(
            "/v1/estimates",
            """
            {"dropoff":{"lat":95,"lon":"east"},"placedAt":"yesterday","items":[{"quantity":0,"price":3}],
             "itemCount":1.5,"subtotalCents":-1,"promisedMinutes":0,"deadlineMillis":0,"dropof":1,"orderId":7,
             "features":{"no.such":1,"restaurant_live.orders_outstanding":"nine"}}\
            """);

    assertProblem(answer, 400, "invalid-fields");
    assertThat(answer.json().get("errors").findValuesAsString("field"))
        .containsExactlyInAnyOrder(
            "restaurantId",
            "dropoff.lat",
            "dropoff.lon",
            "placedAt",
            "items[0].quantity",
            "items[0].price",
            "itemCount",
            "subtotalCents",
            "promisedMinutes",
            "deadlineMillis",
            "dropof",
            "orderId",
            "features[\"no.such\"]",
            "features[\"restaurant_live.orders_outstanding\"]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"no.such": 1}
          {"restaurant_live": 1}
          {"restaurant_live.orders_outstanding": "nine"}
          {"restaurant_live.orders_outstanding": 9.5}
          {"restaurant_live.orders_outstanding": 1e300}
          {"restaurant_profile.cuisine": 7}
          {"request.holiday": 1}
          {"request.distance_m": 1e999}
          {"request.distance_m": [1]}
          {"restaurant_profile.lat": 500}
          {"restaurant_profile.lat": -90.1}
          {"restaurant_profile.lon": 180.5}
          """)
  void anUnknownFeatureOrAWrongTypeIsUnprocessable(String features) {
    Api.Answer answer =
        api.post("/v1/estimates", "{\"restaurantId\":\"r-17\",\"features\":" + features + "}");

    assertProblem(answer, 422, "unknown-feature");
    assertThat(answer.json().get("errors").get(0).get("field").stringValue())
        .startsWith("features[");
  }

  @Test
  void aRestaurantAtTheEndOfTheWorldIsStillOnIt() {
    Api.Answer answer =
        api.post(
            "/v1/estimates",
            """
            {"restaurantId":"r-17","features":{"restaurant_profile.lat":-90,"restaurant_profile.lon":180,\
            "request.distance_m":100000}}\
            """);

    assertThat(answer.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"restaurantId":"r-17","dropoff":{"lat":NaN,"lon":13}}           | dropoff.lat
          {"restaurantId":"r-17","restaurantId":"r-18"}                    | restaurantId
          {"restaurantId":"r-17","orderId":"\\q"}                          | orderId
          {"restaurantId":"r-17","itemCount":01}                           | itemCount
          """)
  void malformedJsonIsRefusedWhereItBreaks(String body, String field) {
    Api.Answer answer = api.post("/v1/estimates", body);

    assertProblem(answer, 400, "malformed-body");
    assertThat(answer.json().get("errors").get(0).get("field").stringValue()).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"restaurantId\":\"r-17\"} x",
        "{\"restaurantId\":\"r-17\"}{}",
        "{'restaurantId':'r-17'}",
        "{\"restaurantId\":\"r-17\",}",
        "// {\"restaurantId\":\"r-17\"}",
        "\u0000"
      })
  void whatIsNotOneJsonValueIsRefused(String body) {
    assertProblem(api.post("/v1/estimates", body), 400, "malformed-body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "7", "\"r-17\""})
  void whatIsNoObjectIsRefused(String body) {
    assertProblem(api.post("/v1/estimates", body), 400, "invalid-fields");
  }

  @Test
  void hugeNumbersAndDepthsAreRefusedEarly() {
    String digits = "9".repeat(100_000);
    String nested = "[".repeat(50_000) + "]".repeat(50_000);

    Api.Answer number =
        api.post("/v1/estimates", "{\"restaurantId\":\"r-17\",\"itemCount\":" + digits + "}");
    Api.Answer depth =
        api.post("/v1/estimates", "{\"restaurantId\":\"r-17\",\"items\":" + nested + "}");

    assertProblem(number, 400, "malformed-body");
    assertThat(number.json().get("detail").stringValue()).startsWith("itemCount");
    assertProblem(depth, 400, "malformed-body");
  }

  @Test
  void invalidUtf8IsRefused() {
    byte[] overlong = "{\"restaurantId\":\"r-??\"}".getBytes(StandardCharsets.UTF_8);
    overlong[19] = (byte) 0xC0;
    overlong[20] = (byte) 0xAF;
    byte[] utf16 = "{\"restaurantId\":\"r-17\"}".getBytes(StandardCharsets.UTF_16LE);

    for (byte[] body : List.of(overlong, utf16)) {
      assertProblem(
          api.send("POST", "/v1/estimates", "application/json", body), 400, "malformed-body");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "\\n", "\\u007f", "\\u009b"})
  void textThatCannotBeLoggedOrWrittenBackIsRefused(String escape) {
    Api.Answer answer =
        api.post(
            "/v1/estimates",
            "{\"restaurantId\":\"r"
                + escape
                + "\",\"a"
                + escape
                + "\":1,\"orderId\":\""
                + "x".repeat(129)
                + "\"}");

    assertProblem(answer, 400, "invalid-fields");
    assertThat(answer.json().get("errors").size()).isEqualTo(3);
  }

  @Test
  void halfOfASurrogatePairIsRefused() {
    assertThat(api.post("/v1/estimates", "{\"restaurantId\":\"r\\ud800\"}").status())
        .isEqualTo(400);
    assertThat(api.post("/v1/estimates", "{\"restaurantId\":\"r\",\"\\udc00\":1}").status())
        .isEqualTo(400);
  }

  @Test
  void anOrderOfAnotherDayIsRefused() {
    Api.Answer answer =
        api.post(
            "/v1/estimates", "{\"restaurantId\":\"r-17\",\"placedAt\":\"2020-01-01T00:00:00Z\"}");

    assertProblem(answer, 400, "invalid-fields");
    assertThat(answer.json().get("errors").get(0).get("field").stringValue()).isEqualTo("placedAt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5", "soon", "1.5", "99999999999999999999"})
  void aDeadlineThatIsNoNumberOfMillisecondsIsRefused(String header) {
    byte[] request =
        ("POST /v1/estimates HTTP/1.1\r\nHost: localhost\r\nX-Deadline-Ms: "
                + header
                + "\r\nContent-Type: application/json\r\nContent-Length: 23\r\n\r\n{\"restaurantId\":\"r-17\"}")
            .getBytes(StandardCharsets.US_ASCII);

    Api.Answer answer = api.exchange(request);

    assertProblem(answer, 400, "invalid-fields");
    assertThat(answer.json().get("errors").get(0).get("field").stringValue())
        .isEqualTo("X-Deadline-Ms");
  }

  @Test
  void aBodyOverItsLimitIsTooLargeWhetherItSaysSoOrNot() {
    String order = "{\"restaurantId\":\"r-17\",\"orderId\":\"" + "x".repeat(256 * 1024) + "\"}";
    byte[] chunked =
        ("POST /v1/estimates HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(order.length())
                + "\r\n"
                + order
                + "\r\n0\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    assertProblem(api.post("/v1/estimates", order), 413, "body-too-large");
    assertProblem(api.exchange(chunked), 413, "body-too-large");
  }

  @Test
  void aBodyThatIsNotJsonIsNotUnderstood() {
    byte[] body = "{\"restaurantId\":\"r-17\"}".getBytes(StandardCharsets.UTF_8);

    assertProblem(
        api.send("POST", "/v1/estimates", "text/plain", body), 415, "unsupported-media-type");
    assertProblem(
        api.send("POST", "/v1/estimates", "nonsense", body), 415, "unsupported-media-type");
    assertProblem(
        api.send("POST", "/v1/estimates", "application/json\r\nContent-Encoding: gzip", body),
        415,
        "unsupported-media-type");
  }

  @Test
  void pathsAndMethodsThatAreNotThereAreToldAsProblems() {
    assertProblem(api.get("/v1/estimate"), 404, "not-found");
    assertProblem(api.get("/"), 404, "not-found");
    assertProblem(api.get("/error"), 404, "not-found");
    assertProblem(api.get("/v1/estimates"), 405, "method-not-allowed");
    assertThat(api.get("/v1/estimates").header("allow")).isEqualTo("POST");
    assertProblem(
        api.send("GET", "/v1/catalogue", "application/json\r\nAccept: text/html", new byte[0]),
        406,
        "not-acceptable");
  }

  @Test
  void aParameterOfTheWrongTypeIsNamed() {
    Api.Answer answer = api.post("/v1/estimates?explain=perhaps", "{\"restaurantId\":\"r-17\"}");

    assertProblem(answer, 400, "invalid-fields");
    assertThat(answer.json().get("errors").get(0).get("field").stringValue()).isEqualTo("explain");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/catalogue?a=|\\^ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /v1/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /v1/..%2f..%2fetc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /v1/catalogue HTTP/1.1\r\n\r\n",
        "GET /v1/catalogue HTTP/1.1\r\nHost: a b c\r\n\r\n",
        "GET /v1/catalogue HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "NONSENSE\r\n\r\n",
        "POST /v1/estimates HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n",
        "POST /v1/estimates HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: sorcery\r\n\r\n"
      })
  void whatIsNotWellFormedHttpIsAProblemToo(String request) {
    Api.Answer answer = api.exchange(request.getBytes(StandardCharsets.US_ASCII));

    assertThat(answer.status()).isBetween(400, 505);
    assertThat(answer.status()).isNotEqualTo(500);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.raw().text()).doesNotContainIgnoringCase("tomcat").doesNotContain("org.");
    assertThat(answer.json().get("type").stringValue()).startsWith("urn:tiffin:problem:");
  }

  static void assertProblem(Api.Answer answer, int status, String type) {
    assertThat(answer.status()).as(answer.raw().text()).isEqualTo(status);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    JsonNode problem = answer.json();
    assertThat(problem.get("type").stringValue()).isEqualTo("urn:tiffin:problem:" + type);
    assertThat(problem.get("status").intValue()).isEqualTo(status);
    assertThat(problem.get("title").stringValue()).isNotEmpty();
    assertThat(problem.get("detail").stringValue()).isNotEmpty();
  }
}
