package io.tiffin.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.registry.ModelOperations.Answer;
import io.tiffin.registry.ScriptedModels;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@Served
class ModelApiTests {

  private static final String VERSION = "/v1/models/eta/versions/2";

  @LocalServerPort private int port;
  @Autowired private ScriptedModels models;
  private Api api;

  @BeforeEach
  void connect() {
    api = new Api(port);
    var _ = models.takeAsked();
  }

  @AfterEach
  void forget() {
    models.answering(null);
  }

  @Test
  void modelsAreListedWithWhatIsKnownOfTheirVersions() {
    Api.Answer answer = api.get("/v1/models");

    assertThat(answer.status()).isEqualTo(200);
    JsonNode model = answer.json().get("models").get(0);
    assertThat(model).isEqualTo(api.get("/v1/models/eta").json());
    assertThat(model.propertyNames())
        .containsExactly("name", "isDefault", "canaryPercent", "rolesFrom", "versions");
    JsonNode refused = model.get("versions").get(0);
    assertThat(refused.propertyNames())
        .as("what is not known is absent")
        .containsExactly(
            "version", "state", "reason", "foundAt", "bytes", "engine", "evaluation", "verdict");
    assertThat(refused.get("verdict").get("accepted").booleanValue()).isFalse();
    JsonNode stable = model.get("versions").get(1);
    assertThat(stable.get("role").stringValue()).isEqualTo("stable");
    assertThat(stable.get("state").stringValue()).isEqualTo("LOADED");
    assertThat(stable.get("calls").toString())
        .isEqualTo(
            "{\"ever\":1000,\"calls\":512,\"failed\":128,\"failedShare\":0.25,\"p50Millis\":0.076,\"p99Millis\":0.25}");
    assertThat(stable.get("liveError").toString())
        .isEqualTo("{\"orders\":40,\"meanAbsoluteMinutes\":4.5,\"biasMinutes\":-1.25}");
    assertThat(stable.get("inputs").toString())
        .isEqualTo(
            "{\"watched\":46,\"vectors\":1200,\"mostDrifted\":[{\"feature\":\"restaurant_live.prep_s_ewma\",\"psi\":0.31,\"missing\":0.25,\"referenceMissing\":0.125}]}");
  }

  @Test
  void whatAnOperationAnswersIsDocumented() {
    JsonNode paths = api.get("/v3/api-docs").json().get("paths");
    JsonNode activate = paths.get("/v1/models/{name}/versions/{version}/activate");

    assertThat(activate.get("post").get("responses").propertyNames())
        .contains("200", "403", "404", "409", "503");
  }

  @Test
  void aModelThatIsNotThereIsNotFound() {
    Api.Answer answer = api.get("/v1/models/tea");

    ProblemTests.assertProblem(answer, 404, "unknown-version");
  }

  @ParameterizedTest
  @CsvSource({
    "activate, '', 'activate eta 2 None[]'",
    "activate, '{}', 'activate eta 2 None[]'",
    "activate, '{\"override\":false}', 'activate eta 2 None[]'",
    "canary, '{\"percent\":5}', 'canary eta 2 5 None[]'",
    "shadow, '', 'shadow eta 2'",
    "retire, '', 'retire eta 2'"
  })
  void whatIsAskedIsDoneAndAnsweredByHowTheModelStands(String action, String body, String asked) {
    Api.Answer answer = api.post(VERSION + "/" + action, body);

    assertThat(answer.status()).as(answer.raw().text()).isEqualTo(200);
    assertThat(answer.json().get("name").stringValue()).isEqualTo("eta");
    assertThat(models.takeAsked()).containsExactly(asked);
  }

  @Test
  void theGatesReportIsJsonAndForPeopleATable() {
    Api.Answer json = api.post(VERSION + "/evaluate", "");
    Api.Answer table =
        api.exchange(
            """
            POST /v1/models/eta/versions/2/evaluate HTTP/1.1\r
            Host: localhost\r
            Accept: text/plain\r
            Content-Length: 0\r
            Connection: close\r
            \r
            """
                .getBytes(StandardCharsets.US_ASCII));

    assertThat(json.json().get("accepted").booleanValue()).isTrue();
    assertThat(json.json().get("checks").get(0).get("value").doubleValue()).isEqualTo(3.2);
    assertThat(table.contentType()).startsWith("text/plain");
    assertThat(table.raw().text()).contains("mae", "3.2");
  }

  @Test
  void aRefusalIsAConflictThatTellsEveryGateThatFailed() {
    models.answering(new Answer.Refused(ScriptedModels.report(false)));

    Api.Answer answer = api.post(VERSION + "/activate", "");

    ProblemTests.assertProblem(answer, 409, "model-refused");
    assertThat(answer.json().get("detail").stringValue()).contains("profile server: size.disk");
    assertThat(answer.json().get("failed").size()).isEqualTo(1);
    JsonNode failed = answer.json().get("failed").get(0);
    assertThat(failed.get("metric").stringValue()).isEqualTo("size.disk");
    assertThat(failed.get("value").doubleValue()).isEqualTo(120);
    assertThat(failed.get("limit").doubleValue()).isEqualTo(64);
    assertThat(failed.get("unit").stringValue()).isEqualTo("MiB");
  }

  @Test
  void whatCannotBeDoneIsAProblemOfItsOwnKind() {
    models.answering(new Answer.Unknown("there is no version 9"));
    ProblemTests.assertProblem(api.post(VERSION + "/shadow", ""), 404, "unknown-version");
    models.answering(new Answer.Conflict("it is damaged"));
    ProblemTests.assertProblem(api.post(VERSION + "/shadow", ""), 409, "model-conflict");
    models.answering(new Answer.Unavailable("Redis does not answer"));
    Api.Answer unavailable = api.post(VERSION + "/shadow", "");
    ProblemTests.assertProblem(unavailable, 503, "models-unavailable");
    assertThat(unavailable.header("retry-after")).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource({
    "activate?override=true, ''",
    "activate, '{\"override\":true,\"reason\":\"in a hurry\"}'",
    "activate, '{\"override\":\"yes\"}'",
    "canary?override=1, '{\"percent\":5}'",
    "canary, '{\"percent\":5,\"override\":true}'"
  })
  void theGateIsNotOverriddenOnThisPortAndTheAnswerSaysWhere(String action, String body) {
    Api.Answer answer = api.post(VERSION + "/" + action, body);

    ProblemTests.assertProblem(answer, 403, "override-forbidden");
    assertThat(answer.json().get("detail").stringValue()).contains("/actuator/models/eta/2");
    assertThat(models.takeAsked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "canary, '{}', percent",
    "canary, '{\"percent\":101}', percent",
    "canary, '{\"percent\":-1}', percent",
    "canary, '{\"percent\":2.5}', percent",
    "canary, '{\"percent\":5,\"per\":1}', per",
    "activate, '{\"percent\":5}', percent",
    "activate, '[]', body"
  })
  void aBodyThatIsWrongIsNamedByItsField(String action, String body, String field) {
    Api.Answer answer = api.post(VERSION + "/" + action, body);

    ProblemTests.assertProblem(answer, 400, "invalid-fields");
    assertThat(answer.json().get("errors").findValuesAsString("field")).containsExactly(field);
    assertThat(models.takeAsked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/models/eta/versions/latest/retire",
        "/v1/models/eta/versions/1%0A/retire",
        "/v1/models/a%20b/versions/1/retire"
      })
  void namesThatNoVersionCanHaveReachNobody(String path) {
    ProblemTests.assertProblem(api.post(path, ""), 404, "unknown-version");
    assertThat(models.takeAsked()).isEmpty();
  }

  @Test
  void anEstimateNamesItsModelAndAnUnknownOneIsRefusedByName() {
    String order = "{\"restaurantId\":\"r-17\"}";

    assertThat(api.post("/v1/estimates?model=eta", order).status()).isEqualTo(200);
    Api.Answer answer = api.post("/v1/estimates?model=tea", order);

    ProblemTests.assertProblem(answer, 422, "unknown-model");
    assertThat(answer.json().get("errors").get(0).toString())
        .isEqualTo("{\"field\":\"model\",\"message\":\"expected one of eta\"}");
    assertThat(api.post("/v1/estimates/batch?model=tea", "{\"orders\":[]}").status())
        .isEqualTo(422);
    assertThat(api.post("/v1/estimates/batch?model=eta", "{\"orders\":[" + order + "]}").status())
        .isEqualTo(200);
  }
}
