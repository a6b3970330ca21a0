package io.tiffin.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.ServedApplication;
import io.tiffin.estimate.FakeModel;
import io.tiffin.event.EventIntake.Receipt;
import io.tiffin.event.RecordedEvents;
import io.tiffin.fixture.AudibleLogs;
import io.tiffin.fixture.OtlpReceiver;
import io.tiffin.fixture.OtlpReceiver.Received;
import io.tiffin.fixture.RealClock;
import io.tiffin.model.Inference.Reason;
import io.tiffin.trace.TracedService.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a collector, a log and a caller are told of requests by the id of their trace. */
@Timeout(120)
@ExtendWith({OutputCaptureExtension.class, AudibleLogs.class})
class TracedRequestsTests {

  private static final String EVENT =
      """
      {"events":[{"eventId":"e-1","type":"order.placed","eventTime":"%s","cityId":"berlin","orderId":"o-1",
       "restaurantId":"r-17","dropoff":{"lat":52.5205,"lon":13.4095},"itemsTotal":3,"itemsDistinct":2,"subtotalCents":3520}]}\
      """;

  private static OtlpReceiver receiver;
  private static TracedService service;

  @BeforeAll
  static void start() {
    receiver = OtlpReceiver.start();
    service = TracedService.start(ServedApplication.class, receiver);
  }

  @AfterAll
  static void stop() {
    service.close();
    receiver.close();
  }

  @BeforeEach
  void sound() {
    service.bean(FakeModel.class).failing(null);
  }

  @Test
  void aModelThatFailsIsToldBesideTheAnswerOfItsFallback() {
    service.bean(FakeModel.class).failing(Reason.OVERLOADED);

    Answer answer = service.post("/v1/estimates", TracedService.ORDER);

    assertThat(answer.status()).isEqualTo(200);
    List<Received> spans = service.spans(answer);
    Received inference = named(spans, "infer eta");
    assertThat(inference.failed()).isTrue();
    assertThat(inference.attributes())
        .containsEntry("error.type", "too_many_calls")
        .containsEntry("tiffin.model.version", "3")
        .containsEntry("tiffin.model.role", "stable");
    Received request = named(spans, "POST /v1/estimates");
    assertThat(request.failed()).isFalse();
    assertThat(inference.parentId()).isEqualTo(request.spanId());
    assertThat(request.attributes())
        .containsEntry("tiffin.model.name", "physical")
        .containsEntry("tiffin.model.role", "fallback")
        .containsEntry("tiffin.degraded", true);
  }

  /** The control: the same request of a sound model. */
  @Test
  void aModelThatAnswersIsToldWithoutAFailure() {
    List<Received> spans = service.spans(service.post("/v1/estimates", TracedService.ORDER));

    assertThat(named(spans, "infer eta").failed()).isFalse();
    assertThat(named(spans, "POST /v1/estimates").attributes())
        .containsEntry("tiffin.model.role", "stable")
        .containsEntry("tiffin.degraded", false);
  }

  @Test
  void eventsTellHowManyWereAccepted() {
    Answer answer = service.post("/v1/events", EVENT.formatted(new RealClock().instant()));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(named(service.spans(answer), "accept events").attributes())
        .containsEntry("tiffin.events", 1L)
        .containsKey("tiffin.events.accepted");
  }

  @Test
  void anIntakeThatDoesNotAnswerFailsItsSpanAndThatOfTheRequest() {
    RecordedEvents events = service.bean(RecordedEvents.class);
    events.answering(_ -> new Receipt.Unavailable("no broker answers", null));

    Answer answer = service.post("/v1/events", EVENT.formatted(new RealClock().instant()));
    events.reset();

    assertThat(answer.status()).isEqualTo(503);
    List<Received> spans = service.spans(answer);
    assertThat(named(spans, "accept events").attributes())
        .containsEntry("error.type", "unavailable");
    assertThat(named(spans, "POST /v1/events").failed()).isTrue();
  }

  @Test
  void aProblemTellsTheIdOfItsTrace() {
    Answer refused = service.post("/v1/estimates", "{}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().get("traceId").stringValue()).isEqualTo(refused.traceId());
    assertThat(named(service.spans(refused), "POST /v1/estimates").attributes())
        .containsEntry("http.response.status_code", "400");
  }

  @Test
  void whatAnAdminDidIsLoggedWithTheIdOfItsTraceOnBothPorts(CapturedOutput output) {
    for (String port : List.of("local.server.port", "local.management.port")) {
      boolean isPublic = port.equals("local.server.port");
      String path = isPublic ? "/v1/models/eta/versions/9/retire" : "/actuator/models/eta/9";

      Answer answer = service.send(port, "POST", path, "{\"action\":\"retire\"}");

      await(path)
          .until(() ->
              output
                  .toString()
                  .lines()
                  .filter(line -> line.contains("tiffin.audit") && line.contains(path))
                  .anyMatch(line -> line.contains(answer.traceId())));
    }
  }

  private static Received named(List<Received> spans, String name) {
    return spans.stream()
        .filter(span -> span.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + spans));
  }
}
