package io.tiffin.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.estimate.FakeModel;
import io.tiffin.model.Inference.Reason;
import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.store.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@Served
class EstimateApiTests {

  private static final String SMALLEST =
      """
      {"restaurantId":"r-17","dropoff":{"lat":52.5205,"lon":13.4095}}\
      """;

  @LocalServerPort private int port;
  @Autowired private InMemoryFeatureStore store;
  @Autowired private FakeModel model;
  @Autowired private Clock clock;
  private Api api;

  @BeforeEach
  void connect() {
    api = new Api(port);
  }

  @AfterEach
  void heal() {
    store.healthy();
    model.failing(null);
    model.beforeEachCall(deadline -> {});
  }

  @Test
  void theSmallestOrderIsAnsweredInFull() {
    Api.Answer answer = api.post("/v1/estimates", SMALLEST);

    JsonNode estimate = answer.json();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("application/json");
    assertThat(estimate.propertyNames())
        .containsExactly(
            "estimateId",
            "restaurantId",
            "placedAt",
            "minutes",
            "arrival",
            "legs",
            "model",
            "degraded",
            "defaulted");
    assertThat(estimate.get("minutes").toString())
        .isEqualTo("{\"p10\":24.1,\"p50\":31.4,\"p80\":38.0,\"p90\":42.6}");
    assertThat(estimate.get("legs").toString())
        .isEqualTo("{\"prepMinutes\":17.2,\"pickupWaitMinutes\":3.1,\"travelMinutes\":9.6}");
    assertThat(estimate.get("model").toString())
        .isEqualTo("{\"name\":\"eta\",\"version\":\"3\",\"role\":\"stable\"}");
    assertThat(answer.header("tiffin-degraded")).isNull();
  }

  @Test
  void theArrivalIsThePlacingPlusTheMinutes() {
    JsonNode estimate = api.post("/v1/estimates", SMALLEST).json();

    Instant placedAt = Instant.parse(estimate.get("placedAt").stringValue());
    assertThat(Instant.parse(estimate.get("arrival").get("expected").stringValue()))
        .isEqualTo(placedAt.plusSeconds(31 * 60 + 24));
    assertThat(Instant.parse(estimate.get("arrival").get("latest").stringValue()))
        .isEqualTo(placedAt.plusSeconds(38 * 60));
  }

  @Test
  void everySubsetOfTheOptionalFieldsIsAnOrder() {
    List<String> optional =
        List.of(
            "\"orderId\":\"o-9\"",
            "\"dropoff\":{\"lat\":52.5205,\"lon\":13.4095}",
            "\"placedAt\":\"" + clock.instant().minus(Duration.ofHours(2)) + "\"",
            "\"items\":[{\"sku\":\"a\",\"quantity\":2,\"priceCents\":950},{\"quantity\":1}]",
            "\"itemCount\":4",
            "\"subtotalCents\":3890",
            "\"features\":{\"restaurant_live.orders_outstanding\":9,\"restaurant_profile.cuisine\":\"ramen\"}",
            "\"promisedMinutes\":40",
            "\"deadlineMillis\":4000");
    for (int subset = 0; subset < 1 << optional.size(); subset++) {
      List<String> fields = new ArrayList<>(List.of("\"restaurantId\":\"r-17\""));
      for (int field = 0; field < optional.size(); field++) {
        if ((subset >> field & 1) == 1) {
          fields.add(optional.get(field));
        }
      }
      String order = "{" + String.join(",", fields) + "}";

      Api.Answer answer = api.post("/v1/estimates?explain=true", order);

      assertThat(answer.status()).as(order).isEqualTo(200);
      assertThat(answer.json().get("minutes").get("p50").doubleValue()).isPositive();
    }
  }

  @Test
  void explainTellsEveryFeatureWithItsProvenance() {
    String order =
        """
        {"restaurantId":"r-17","features":{"restaurant_live.orders_outstanding":9}}\
        """;

    JsonNode features = api.post("/v1/estimates?explain=true", order).json().get("features");

    assertThat(features.get(0).toString())
        .isEqualTo(
            "{\"name\":\"restaurant_live.orders_outstanding\",\"value\":9,\"source\":\"REQUEST\",\"state\":\"PRESENT\"}");
    assertThat(features.get(1).get("source").stringValue()).isEqualTo("DEFAULT");
    assertThat(features.get(1).get("state").stringValue()).isEqualTo("NOT_FOUND");
  }

  @ParameterizedTest
  @CsvSource({"TIMED_OUT", "ERROR"})
  void aDeadStoreIsAnsweredAroundAndTold(Outcome.Failed.Reason reason) {
    store.failing(reason);

    Api.Answer answer = api.post("/v1/estimates?explain=true", SMALLEST);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("tiffin-degraded")).isEqualTo("true");
    assertThat(answer.json().get("degraded").booleanValue()).isTrue();
    assertThat(answer.json().get("features").get(0).get("state").stringValue())
        .isEqualTo(reason.name());
  }

  @Test
  void aDeadModelIsAnsweredAroundAndTold() {
    model.failing(Reason.ERROR);

    Api.Answer answer = api.post("/v1/estimates", SMALLEST);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("tiffin-degraded")).isEqualTo("true");
    assertThat(answer.json().get("model").toString())
        .isEqualTo("{\"name\":\"physical\",\"version\":\"1\",\"role\":\"fallback\"}");
  }

  @Test
  void theShortestDeadlineReachesTheModel() {
    List<Long> millis = new ArrayList<>();
    model.beforeEachCall(deadline -> millis.add(deadline.remainingNanos() / 1_000_000));
    byte[] request =
        ("POST /v1/estimates HTTP/1.1\r\nHost: localhost\r\nX-Deadline-Ms: 3000\r\n"
                + "Content-Type: application/json\r\nContent-Length: 23\r\n\r\n{\"restaurantId\":\"r-17\"}")
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    api.exchange(request);
    api.post("/v1/estimates", SMALLEST.replace("}}", "},\"deadlineMillis\":2000}"));
    api.post("/v1/estimates", SMALLEST.replace("}}", "},\"deadlineMillis\":600000}"));

    assertThat(millis.get(0)).isBetween(1L, 3000L);
    assertThat(millis.get(1)).isBetween(1L, 2000L);
    assertThat(millis.get(2)).isBetween(3001L, 5000L);
  }

  @Test
  void aBatchIsOneCallOfTheModelAndAnswersInOrder() {
    int before = model.calls().size();

    JsonNode results =
        api.post(
                "/v1/estimates/batch",
                """
                {"orders":[{"restaurantId":"r-1"},{"restaurantId":"r-2"},{"restaurantId":"r-3"}]}\
                """)
            .json()
            .get("results");

    assertThat(results.valueStream().map(result -> result.get("restaurantId").stringValue()))
        .containsExactly("r-1", "r-2", "r-3");
    assertThat(model.calls()).hasSize(before + 1);
  }

  @Test
  void aBadOrderOfABatchFailsAlone() {
    Api.Answer answer =
        api.post(
            "/v1/estimates/batch",
            """
            {"orders":[{"restaurantId":"r-1"},{"restaurant":"r-2"},{"restaurantId":"r-3","features":{"no.such":1}}]}\
            """);

    JsonNode results = answer.json().get("results");
    assertThat(answer.status()).isEqualTo(207);
    assertThat(results.get(0).get("restaurantId").stringValue()).isEqualTo("r-1");
    assertThat(results.get(1).get("index").intValue()).isEqualTo(1);
    assertThat(results.get(1).get("error").get("errors").toString())
        .contains("restaurant", "restaurantId");
    assertThat(results.get(2).get("error").get("status").intValue()).isEqualTo(422);
  }

  @Test
  void aBatchOfMoreThanAThousandIsRefused() {
    Api.Answer full = api.post("/v1/estimates/batch", batchOf(1000));
    Api.Answer tooMany = api.post("/v1/estimates/batch", batchOf(1001));

    assertThat(full.status()).isEqualTo(200);
    assertThat(full.json().get("results").size()).isEqualTo(1000);
    assertThat(tooMany.status()).isEqualTo(400);
  }

  @Test
  void anEmptyBatchHasNoResults() {
    assertThat(api.post("/v1/estimates/batch", "{\"orders\":[]}").raw().text())
        .isEqualTo("{\"results\":[]}");
  }

  private static String batchOf(int orders) {
    return "{\"orders\":["
        + String.join(",", Collections.nCopies(orders, "{\"restaurantId\":\"r-1\"}"))
        + "]}";
  }
}
