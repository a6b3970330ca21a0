package io.tiffin.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.model.LiveErrors;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@Served
class OutcomeApiTests {

  @LocalServerPort private int port;
  @Autowired private LiveErrors errors;
  @Autowired private Clock clock;
  private Api api;
  private Instant now;

  @BeforeEach
  void connect() {
    api = new Api(port);
    now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @Test
  void anOrderThatArrivedIsHeldAgainstItsEstimate() {
    estimate("{\"orderId\":\"out-1\",\"restaurantId\":\"r-1\",\"placedAt\":\"" + ago(40) + "\"}");
    int before = orders();

    Api.Answer answer = outcome("{\"orderId\":\"out-1\",\"deliveredAt\":\"" + ago(5) + "\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.raw().text()).contains("{\"matched\":true}");
    assertThat(orders()).isEqualTo(before + 1);
    assertThat(outcome("{\"orderId\":\"out-1\",\"deliveredAt\":\"" + ago(5) + "\"}").raw().text())
        .as("once")
        .contains("{\"matched\":false}");
  }

  @Test
  void anEstimateOfNoNamedOrderIsFoundByItsOwnIdentifier() {
    String id = estimate("{\"restaurantId\":\"r-1\"}").json().get("estimateId").stringValue();

    assertThat(outcome("{\"estimateId\":\"" + id + "\",\"minutes\":33.5}").raw().text())
        .contains("{\"matched\":true}");
  }

  @ParameterizedTest
  @CsvSource({
    "'{}', 'orderId deliveredAt'",
    "'{\"orderId\":\"o-1\"}', deliveredAt",
    "'{\"orderId\":\"\",\"deliveredAt\":\"2026-01-15T10:02:30Z\"}', orderId",
    "'{\"orderId\":\"o-1\",\"deliveredAt\":\"soon\"}', deliveredAt",
    "'{\"orderId\":\"o-1\",\"deliveredAt\":\"9000-01-15T10:02:30Z\"}', deliveredAt",
    "'{\"orderId\":\"o-1\",\"deliveredAt\":\"2026-01-15T10:02:30Z\",\"minutes\":3}', minutes",
    "'{\"estimateId\":\"e\"}', minutes",
    "'{\"estimateId\":\"e\",\"minutes\":-1}', minutes",
    "'{\"estimateId\":\"e\",\"minutes\":1441}', minutes",
    "'{\"estimateId\":\"e\",\"minutes\":3,\"orderId\":\"o\"}', orderId",
    "'{\"estimateId\":\"e\",\"minutes\":3,\"delivered\":\"o\"}', delivered"
  })
  void whatIsWrongIsNamedByItsField(String body, String fields) {
    Api.Answer answer = outcome(body);

    ProblemTests.assertProblem(answer, 400, "invalid-fields");
    assertThat(answer.json().get("errors").findValuesAsString("field"))
        .containsExactly(fields.split(" "));
  }

  private Api.Answer estimate(String order) {
    Api.Answer answer = api.post("/v1/estimates", order);
    assertThat(answer.status()).as(answer.raw().text()).isEqualTo(200);
    return answer;
  }

  private Api.Answer outcome(String body) {
    return api.post("/v1/outcomes", body);
  }

  private int orders() {
    return errors.of("eta", "3").map(LiveErrors.LiveError::orders).orElse(0);
  }

  private Instant ago(int minutes) {
    return now.minus(minutes, ChronoUnit.MINUTES);
  }
}
