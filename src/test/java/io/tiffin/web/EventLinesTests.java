package io.tiffin.web;

import static io.tiffin.web.EventApiTests.ready;
import static io.tiffin.web.ProblemTests.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.event.EventIntake.Receipt;
import io.tiffin.event.RecordedEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Events streamed as NDJSON, to a service that takes in one body at a time. */
@Served
@TestPropertySource(
    properties = {"tiffin.web.max-concurrent-events=1", "tiffin.web.max-body-time=2s"})
class EventLinesTests {

  private static final Receipt DOWN = new Receipt.Unavailable("the log is full", null);

  @LocalServerPort private int port;
  @Autowired private RecordedEvents intake;
  @Autowired private MeterRegistry meters;
  private Api api;

  @BeforeEach
  void connect() {
    api = new Api(port);
  }

  @AfterEach
  void forget() {
    intake.reset();
  }

  @Test
  void linesAreReadOneByOneAndBadOnesFailAlone() {
    String lines =
        ready(0)
            + "\n\n{\"eventId\":\"e-1\n"
            + ready(2).replace("berlin", "")
            + "\r\n"
            + ready(3)
            + "\n["
            + " ".repeat(65 * 1024)
            + "]\n"
            + ready(5);

    Api.Answer answer = send(lines);

    assertThat(answer.status()).isEqualTo(207);
    JsonNode receipt = answer.json();
    assertThat(receipt.get("accepted").intValue()).isEqualTo(3);
    assertThat(receipt.get("rejectedCount").intValue()).isEqualTo(3);
    assertThat(receipt.get("rejected").valueStream().map(JsonNode::toString))
        .containsExactly(
            "{\"index\":1,\"reason\":\"eventId is not well-formed JSON at column 16\"}",
            "{\"index\":2,\"reason\":\"cityId must be 1 to 128 characters, not all blank\"}",
            "{\"index\":4,\"reason\":\"the line is longer than 64 KiB\"}");
  }

  @Test
  void eventsAreHandedOverWhileTheRestIsStillToCome() throws Exception {
    try (RawHttp connection = new RawHttp(port)) {
      connection.send(head());
      connection.send(chunk(lines(0, 500)));
      await().until(() -> intake.events().size() == 500);

      connection.send(chunk(lines(500, 501)));
      connection.send(chunk(""));

      assertThat(connection.read().text()).contains("\"accepted\":501");
    }
  }

  @Test
  void whatWasAcceptedBeforeAFailureIsTold() {
    intake.answeringAfter(2, DOWN);

    Api.Answer answer = send(lines(0, 1_600));

    assertProblem(answer, 503, "events-unavailable");
    assertThat(answer.json().get("detail").stringValue())
        .contains("1000 events of the body had been accepted before");
    assertThat(answer.header("retry-after")).isEqualTo("1");
  }

  @Test
  void sendingTheWholeBodyAgainAfterAFailureIsHarmless() {
    intake.answeringAfter(2, DOWN);
    send(lines(0, 1_600));
    intake.answeringAfter(Integer.MAX_VALUE, DOWN);

    JsonNode receipt = send(lines(0, 1_600)).json();

    assertThat(receipt.get("accepted").intValue()).isEqualTo(600);
    assertThat(receipt.get("duplicates").intValue()).isEqualTo(1_000);
  }

  @Test
  void whereTheFirstChunkFailsNothingWasAccepted() {
    intake.answeringAfter(0, new Receipt.Refused("another process writes the live rows"));

    Api.Answer answer = send(lines(0, 600));

    assertProblem(answer, 409, "events-refused");
    assertThat(answer.json().get("detail").stringValue())
        .isEqualTo("another process writes the live rows");
  }

  @Test
  void moreThanFiveThousandAreRefusedAndTheFirstAreTold() {
    Api.Answer answer = send(lines(0, 5_001));

    assertProblem(answer, 400, "invalid-fields");
    assertThat(answer.json().get("detail").stringValue())
        .isEqualTo(
            "body: expected at most 5000 events; 5000 events of the body had been accepted before,"
                + " and sending them again is harmless");
    intake.reset();
    assertThat(send(lines(0, 5_000)).json().get("accepted").intValue()).isEqualTo(5_000);
    assertThat(intake.chunks()).hasSize(10).allSatisfy(chunk -> assertThat(chunk).hasSize(500));
  }

  @Test
  void aBodyThatGrowsOverItsLimitIsTooLarge() throws Exception {
    String lines = lines(0, 700) + "\n".repeat(8 * 1024 * 1024);

    try (RawHttp connection = new RawHttp(port)) {
      connection.send(head());
      connection.send(chunk(lines));
      connection.send(chunk(""));
      RawHttp.Answer streamed = connection.read();

      assertThat(streamed.status()).isEqualTo(413);
      assertThat(streamed.text()).contains("500 events of the body had been accepted before");
    }
  }

  @Test
  void aBodyThatTricklesInIsRefusedAndLeavesItsPlace() throws Exception {
    try (RawHttp connection = new RawHttp(port)) {
      connection.send(head());
      await()
          .until(() -> {
            connection.send(chunk("\n"));
            return connection.in().available() > 0;
          });

      RawHttp.Answer answer = connection.read();

      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.text()).contains("urn:tiffin:problem:body-too-slow");
      await().until(() -> send(ready(0)).status() == 200);
    }
  }

  @Test
  void aBodyTooManyIsRefusedUntilTheOtherIsDone() throws Exception {
    try (RawHttp connection = new RawHttp(port)) {
      connection.send(head());
      connection.send(chunk(ready(0)));
      await().until(() -> bodiesUnderWay() == 1);

      Api.Answer lines = send(ready(1));
      Api.Answer json = api.post("/v1/events", EventApiTests.body(0, 1));
      connection.send(chunk(""));

      assertProblem(lines, 503, "overloaded");
      assertProblem(json, 503, "overloaded");
      assertThat(lines.header("retry-after")).isEqualTo("1");
      assertThat(connection.read().status()).isEqualTo(200);
      await().until(() -> send(ready(1)).status() == 200);
    }
  }

  @Test
  void whoeverHangsUpHalfwayHasSentWhatIsWhole() throws IOException {
    try (RawHttp connection = new RawHttp(port)) {
      connection.send(head());
      connection.send(chunk(lines(0, 700)));
      await().until(() -> intake.events().size() == 500);
    }

    await().until(() -> bodiesUnderWay() == 0);
    assertThat(intake.chunks()).hasSize(1);
  }

  @Test
  void linesWithoutEventsAreFine() {
    assertThat(send("\n\n").raw().text())
        .isEqualTo("{\"accepted\":0,\"rejectedCount\":0,\"rejected\":[]}");
  }

  @Test
  void whatIsCompressedIsNotUnderstood() {
    assertProblem(
        api.send(
            "POST",
            "/v1/events",
            "application/x-ndjson\r\nContent-Encoding: gzip",
            ready(0).getBytes(StandardCharsets.UTF_8)),
        415,
        "unsupported-media-type");
  }

  private double bodiesUnderWay() {
    return meters.get("tiffin.web.door.inside").tag("door", "events").gauge().value();
  }

  private Api.Answer send(String lines) {
    return api.send(
        "POST", "/v1/events", "application/x-ndjson", lines.getBytes(StandardCharsets.UTF_8));
  }

  private static String lines(int from, int to) {
    List<String> lines = IntStream.range(from, to).mapToObj(EventApiTests::ready).toList();
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  private static byte[] head() {
    String head =
        """
        POST /v1/events HTTP/1.1\r
        Host: localhost\r
        Content-Type: application/x-ndjson\r
        Transfer-Encoding: chunked\r
        \r
        """;
    return head.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] chunk(String text) {
    return (Integer.toHexString(text.length()) + "\r\n" + text + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
