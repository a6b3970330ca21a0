package io.tiffin.web;

import static io.tiffin.web.ProblemTests.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.event.Event;
import io.tiffin.event.EventIntake.Receipt;
import io.tiffin.event.RecordedEvents;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Events in one JSON body, over an intake that remembers what it was handed. */
@Served
class EventApiTests {

  @LocalServerPort private int port;
  @Autowired private RecordedEvents intake;
  @Autowired private MeterRegistry meters;
  @Autowired private Clock clock;
  private Api api;

  @BeforeEach
  void connect() {
    api = new Api(port);
  }

  @AfterEach
  void forget() {
    intake.reset();
  }

  /** An event that is fine, on one line. */
  static String ready(int number) {
    return """
    {"eventId":"e-%d","type":"order.ready","eventTime":"2026-11-22T18:05:00.123456Z","cityId":"berlin","orderId":"o-%d"}\
    """
        .formatted(number, number);
  }

  static String body(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(EventApiTests::ready)
        .collect(Collectors.joining(",", "{\"events\":[", "]}"));
  }

  @Test
  void eventsAreHandedOverAsTheyWereSentAndStamped() {
    Instant before = clock.instant();

    Api.Answer answer = send(body(0, 3));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.raw().text())
        .isEqualTo(
            "{\"accepted\":3,\"duplicates\":0,\"late\":0,\"rejectedCount\":0,\"rejected\":[]}");
    assertThat(intake.events()).hasSize(3);
    Event.OrderReady first = (Event.OrderReady) intake.events().getFirst();
    assertThat(first.orderId()).isEqualTo("o-0");
    assertThat(first.envelope().eventTime()).isEqualTo("2026-11-22T18:05:00.123456Z");
    assertThat(Duration.between(before, first.envelope().receivedAt()))
        .isBetween(Duration.ofMillis(-1), Duration.ofSeconds(30));
    assertThat(first.envelope().receivedAt())
        .isEqualTo(first.envelope().receivedAt().truncatedTo(ChronoUnit.MICROS));
  }

  @Test
  void sendingTheSameAgainIsCountedAsDuplicates() {
    send(body(0, 3));

    JsonNode answer = send(body(1, 5)).json();

    assertThat(answer.get("accepted").intValue()).isEqualTo(2);
    assertThat(answer.get("duplicates").intValue()).isEqualTo(2);
  }

  @Test
  void whatIsOnlyLoggedIsNotToldAsCounted() {
    intake.answering(events -> new Receipt.Logged(events.size()));

    Api.Answer answer = send(body(0, 3));

    assertThat(answer.raw().text())
        .isEqualTo("{\"accepted\":3,\"rejectedCount\":0,\"rejected\":[]}");
  }

  @Test
  void lateEventsAreTold() {
    intake.answering(events -> new Receipt.Counted(1, 0, events.size() - 1));

    assertThat(send(body(0, 3)).json().get("late").intValue()).isEqualTo(2);
  }

  @Test
  void aBadEventFailsAloneAndItsFieldIsNamed() {
    double before = rejectedEvents();
    String body =
        "{\"events\":["
            + ready(0)
            + ",7,"
            + ready(1).replace("order.ready", "order.eaten")
            + ","
            + ready(2).replace("}", ",\"receivedAt\":\"2026-11-22T18:05:00Z\",\"courierId\":null}")
            + ","
            + ready(3)
            + "]}";

    Api.Answer answer = send(body);

    assertThat(answer.status()).isEqualTo(207);
    JsonNode receipt = answer.json();
    assertThat(receipt.get("accepted").intValue()).isEqualTo(2);
    assertThat(receipt.get("rejectedCount").intValue()).isEqualTo(3);
    assertThat(receipt.get("rejected").get(0).toString())
        .isEqualTo("{\"index\":1,\"reason\":\"the event must be a JSON object\"}");
    assertThat(receipt.get("rejected").get(1).get("reason").stringValue())
        .startsWith("type must be one of order.placed, order.accepted");
    assertThat(receipt.get("rejected").get(2).get("reason").stringValue())
        .startsWith("receivedAt is stamped by the service");
    assertThat(intake.events())
        .extracting(event -> event.envelope().eventId())
        .containsExactly("e-0", "e-3");
    assertThat(rejectedEvents() - before).isEqualTo(3);
  }

  @Test
  void onlyTheFirstRejectionsAreTold() {
    String body =
        IntStream.range(0, 150)
            .mapToObj(number -> "{}")
            .collect(Collectors.joining(",", "{\"events\":[", "]}"));

    JsonNode receipt = send(body).json();

    assertThat(receipt.get("rejectedCount").intValue()).isEqualTo(150);
    assertThat(receipt.get("rejected")).hasSize(100);
    assertThat(intake.chunks()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{\"events\":[{]}", "{\"events\":[]} x", "{\"events\":[{\"a\":1"})
  void whatIsNoJsonIsRefusedAsAWhole(String body) {
    assertProblem(send(body), 400, "malformed-body");
    assertProblem(send("{\"events\":[" + ready(0) + ",{\"eventId\":e-1}]}"), 400, "malformed-body");
    assertThat(intake.chunks()).isEmpty();
  }

  @Test
  void whereTheJsonBreaksIsTold() {
    Api.Answer answer = send("{\"events\":[" + ready(0) + ",{\"orderId\":o-1}]}");

    assertThat(answer.json().get("errors").get(0).get("field").stringValue())
        .isEqualTo("events[1].orderId");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                            | body
          {}                            | events
          {"events":{}}                 | events
          {"events":null}               | events
          {"events":[],"events":[]}     | events
          {"events":[],"city":"berlin"} | city
          """)
  void aBodyThatHasNoListOfEventsIsRefused(String body, String field) {
    Api.Answer answer = send(body);

    assertProblem(answer, 400, "invalid-fields");
    assertThat(answer.json().get("errors").get(0).get("field").stringValue()).isEqualTo(field);
  }

  @Test
  void anEmptyBodyOfEventsIsFine() {
    assertThat(send("{\"events\":[]}").status()).isEqualTo(200);
  }

  @Test
  void fiveThousandEventsAreTakenAtOnceAndNoMore() {
    assertThat(send(body(0, 5_000)).json().get("accepted").intValue()).isEqualTo(5_000);
    assertThat(intake.chunks()).hasSize(1);

    Api.Answer tooMany = send(body(0, 5_001));

    assertProblem(tooMany, 400, "invalid-fields");
    assertThat(tooMany.raw().text()).contains("events: expected at most 5000 events");
    assertThat(intake.chunks()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/x-ndjson"})
  void aBodyThatSaysItIsLargerThanEightMebibytesIsRefusedBeforeItComes(String format) {
    String head =
        "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(format, 8 * 1024 * 1024 + 1);

    assertProblem(api.exchange(head.getBytes(StandardCharsets.US_ASCII)), 413, "body-too-large");
  }

  @Test
  void whoeverDoesNotWriteTheLiveRowsSaysSo() {
    String reason = "live rows are written by the process 'a-1', which holds the lease";
    intake.answering(events -> new Receipt.Refused(reason));

    Api.Answer answer = send(body(0, 3));

    assertProblem(answer, 409, "events-refused");
    assertThat(answer.json().get("detail").stringValue()).isEqualTo(reason);
  }

  @Test
  void whereTheLogDoesNotAnswerEventsAreToBeSentAgain() {
    intake.answering(
        events -> new Receipt.Unavailable("the log is full", new IllegalStateException("full")));

    Api.Answer answer = send(body(0, 3));

    assertProblem(answer, 503, "events-unavailable");
    assertThat(answer.header("retry-after")).isEqualTo("1");
    assertThat(answer.raw().text()).contains("harmless").doesNotContain("IllegalState");
  }

  @Test
  void aBodyInAnotherFormatIsNotUnderstood() {
    byte[] body = body(0, 1).getBytes(StandardCharsets.UTF_8);

    assertProblem(api.send("POST", "/v1/events", "text/csv", body), 415, "unsupported-media-type");
    assertProblem(api.get("/v1/events"), 405, "method-not-allowed");
  }

  @Test
  void controlWithPlacesForManyABodyBesideAnotherIsTaken() throws Exception {
    try (RawHttp connection = new RawHttp(port)) {
      connection.send(
          "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"
              .getBytes(StandardCharsets.US_ASCII));
      await().until(() -> bodiesUnderWay() == 1);

      assertThat(send(body(0, 1)).status()).isEqualTo(200);
    }
  }

  @Test
  void everyKindOfEventIsTaken() {
    String events =
        """
        {"events":[
         {"eventId":"1","type":"restaurant.profile","eventTime":"2026-11-22T18:00:00Z","cityId":"berlin","restaurantId":"r-1",
          "place":{"lat":52.5,"lon":13.4},"cuisine":"thai","timeZone":"Europe/Berlin"},
         {"eventId":"2","type":"courier.location","eventTime":"2026-11-22T18:00:00Z","cityId":"berlin","courierId":"c-1",
          "place":{"lat":52.5,"lon":13.4}},
         {"eventId":"3","type":"order.cancelled","eventTime":"2026-11-22T18:00:00Z","cityId":"berlin","orderId":"o-1",
          "stage":"READY","reason":"sold out"}]}
        """;

    assertThat(send(events).status()).isEqualTo(200);
    assertThat(intake.events())
        .extracting(Event::type)
        .isEqualTo(List.of("restaurant.profile", "courier.location", "order.cancelled"));
  }

  private double bodiesUnderWay() {
    return meters.get("tiffin.web.door.inside").tag("door", "events").gauge().value();
  }

  private double rejectedEvents() {
    return meters.get("tiffin.web.events.rejected").counter().count();
  }

  private Api.Answer send(String body) {
    return api.post("/v1/events", body);
  }
}
