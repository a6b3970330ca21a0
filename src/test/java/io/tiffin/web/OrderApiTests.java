package io.tiffin.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.estimate.FakeModel;
import io.tiffin.event.EventType;
import io.tiffin.event.SampleJourney;
import io.tiffin.model.Inference.Reason;
import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.store.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@Served
class OrderApiTests {

  private static final Deadline NO_HURRY = new Deadline(Long.MAX_VALUE, () -> 0);

  @LocalServerPort private int port;
  @Autowired private InMemoryFeatureStore store;
  @Autowired private FakeModel model;
  @Autowired private Clock clock;
  private Api api;
  private Instant now;

  @BeforeEach
  void connect() {
    api = new Api(port);
    now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @AfterEach
  void heal() {
    store.healthy();
    model.failing(null);
  }

  @Test
  void anOrderOnItsWayIsAnsweredInFull() {
    keep(onItsWay("o-1"));

    Api.Answer answer = api.get("/v1/orders/o-1/estimate");

    JsonNode estimate = answer.json();
    assertThat(answer.status()).as(answer.raw().text()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("application/json");
    assertThat(estimate.propertyNames())
        .containsExactly(
            "estimateId",
            "orderId",
            "restaurantId",
            "placedAt",
            "stage",
            "reached",
            "minutes",
            "remainingMinutes",
            "arrival",
            "legs",
            "remainingBy",
            "model",
            "degraded",
            "defaulted");
    assertThat(estimate.get("orderId").stringValue()).isEqualTo("o-1");
    assertThat(estimate.get("restaurantId").stringValue()).isEqualTo("r-17");
    assertThat(estimate.get("placedAt").stringValue())
        .isEqualTo(now.minusSeconds(1_200).toString());
    assertThat(estimate.get("stage").stringValue()).isEqualTo("READY");
    assertThat(estimate.get("reached").toString())
        .isEqualTo(
            "{\"acceptedAt\":\"%s\",\"readyAt\":\"%s\"}"
                .formatted(now.minusSeconds(1_140), now.minusSeconds(60)));
    assertThat(estimate.get("remainingBy").stringValue()).isEqualTo("formula");
    assertThat(estimate.get("legs").get("prepMinutes").doubleValue()).isZero();
    assertThat(answer.header("tiffin-degraded")).isNull();
  }

  @Test
  void theArrivalIsWhatRemainsFromNowAndTheMinutesCountFromThePlacing() {
    keep(onItsWay("o-2"));

    JsonNode estimate = api.get("/v1/orders/o-2/estimate").json();

    double remaining = estimate.get("remainingMinutes").get("p50").doubleValue();
    Instant expected = Instant.parse(estimate.get("arrival").get("expected").stringValue());
    Instant least = now.plusMillis(Math.round(remaining * 60_000));
    assertThat(expected).isBetween(least, least.plusSeconds(60));
    assertThat(estimate.get("minutes").get("p50").doubleValue())
        .isBetween(20 + remaining - 0.1, 21 + remaining);
  }

  @Test
  void explainTellsEveryFeatureAsOfNow() {
    keep(onItsWay("o-3"));

    JsonNode features = api.get("/v1/orders/o-3/estimate?explain=true").json().get("features");

    assertThat(features.get(0).get("name").stringValue())
        .isEqualTo("restaurant_live.orders_outstanding");
    assertThat(features.get(0).get("state").stringValue()).isEqualTo("NOT_FOUND");
  }

  @Test
  void anOrderThatNoEventNamedIsNotFoundByAProblemOfItsOwn() {
    Api.Answer answer = api.get("/v1/orders/o-nobody-placed/estimate");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(answer.json().get("type").stringValue())
        .isEqualTo("urn:tiffin:problem:unknown-order");
  }

  @Test
  void anOrderWhosePlacingIsMissingSaysThat() {
    keep(SampleJourney.ofNothing("o-4").then(EventType.ORDER_ACCEPTED, now));

    Api.Answer answer = api.get("/v1/orders/o-4/estimate");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().get("detail").stringValue()).contains("none has said what was placed");
  }

  @ParameterizedTest
  @EnumSource(names = {"ORDER_DELIVERED", "ORDER_CANCELLED"})
  void anOrderThatIsOverIsGoneWithWhatHappenedAndWhen(EventType how) {
    String id = "o-" + how.name().toLowerCase(Locale.ROOT);
    keep(onItsWay(id).then(how, now.minusSeconds(5)));

    Api.Answer answer = api.get("/v1/orders/" + id + "/estimate");

    assertThat(answer.status()).isEqualTo(410);
    assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:tiffin:problem:order-over");
    assertThat(answer.json().get("happened").toString())
        .isEqualTo(
            "{\"event\":\"%s\",\"at\":\"%s\"}".formatted(how.wireName(), now.minusSeconds(5)));
  }

  @ParameterizedTest
  @EnumSource(Outcome.Failed.Reason.class)
  void aDeadStoreIsNeverAnUnknownOrder(Outcome.Failed.Reason reason) {
    store.failing(reason);

    Api.Answer answer = api.get("/v1/orders/o-nobody-placed/estimate");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("retry-after")).isEqualTo("1");
    assertThat(answer.json().get("type").stringValue())
        .isEqualTo("urn:tiffin:problem:journey-unavailable");
  }

  @Test
  void aStoreThatLosesEverythingButJourneysDegradesTheAnswerAndNoMore() {
    keep(onItsWay("o-5"));
    store.failing(key -> !key.view().equals("order_journey"), Outcome.Failed.Reason.ERROR);
    model.failing(Reason.ERROR);

    Api.Answer answer = api.get("/v1/orders/o-5/estimate");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("tiffin-degraded")).isEqualTo("true");
    assertThat(answer.json().get("model").get("role").stringValue()).isEqualTo("fallback");
    assertThat(answer.json().get("remainingMinutes").get("p10").doubleValue()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"%20%20", "a%0Ab", "%7F"})
  void anIdThatNoEventCanHaveIsRefusedByItsField(String id) {
    assertRefused(id);
  }

  @Test
  void anIdThatIsTooLongIsRefusedByItsField() {
    assertRefused("x".repeat(129));
    assertThat(api.get("/v1/orders/" + "x".repeat(128) + "/estimate").status()).isEqualTo(404);
  }

  @Test
  void anIdOfAnyScriptIsOne() {
    keep(onItsWay("bestellung-ä-注文"));

    assertThat(api.get("/v1/orders/bestellung-%C3%A4-%E6%B3%A8%E6%96%87/estimate").status())
        .isEqualTo(200);
  }

  @Test
  void aDeadlineThatIsNoNumberIsRefusedByItsHeader() {
    byte[] request =
        """
        GET /v1/orders/o-1/estimate HTTP/1.1\r
        Host: localhost\r
        X-Deadline-Ms: soon\r
        Connection: close\r
        \r
        """
            .getBytes(StandardCharsets.US_ASCII);

    Api.Answer answer = api.exchange(request);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errors").get(0).get("field").stringValue())
        .isEqualTo("X-Deadline-Ms");
  }

  private void assertRefused(String id) {
    Api.Answer answer = api.get("/v1/orders/" + id + "/estimate");

    assertThat(answer.status()).as(id).isEqualTo(400);
    assertThat(answer.json().get("errors").get(0).get("field").stringValue()).isEqualTo("orderId");
  }

  /** Placed twenty minutes ago, accepted after one, ready a minute ago. */
  private SampleJourney onItsWay(String orderId) {
    return SampleJourney.placed(orderId, now.minusSeconds(1_200))
        .then(EventType.ORDER_ACCEPTED, now.minusSeconds(1_140))
        .then(EventType.ORDER_READY, now.minusSeconds(60));
  }

  private void keep(SampleJourney journey) {
    store.put(List.of(journey.row()), NO_HURRY);
  }
}
