package io.tiffin.web;

import static io.tiffin.web.ProblemTests.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** A service without a runtime of events. */
@Served
@TestPropertySource(properties = "tiffin.events.runtime=none")
class EventsOffTests {

  @LocalServerPort private int port;

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/x-ndjson"})
  void eventsAreRefusedAndThePropertyIsNamed(String format) {
    byte[] body = EventApiTests.body(0, 1).getBytes(StandardCharsets.UTF_8);

    Api.Answer answer = new Api(port).send("POST", "/v1/events", format, body);

    assertProblem(answer, 409, "events-off");
    assertThat(answer.json().get("detail").stringValue())
        .contains("tiffin.events.runtime", "embedded", "kafka");
  }

  @Test
  void theRestIsAnswered() {
    assertThat(new Api(port).post("/v1/estimates", "{\"restaurantId\":\"r-17\"}").status())
        .isEqualTo(200);
  }
}
