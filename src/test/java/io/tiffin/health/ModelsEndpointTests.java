package io.tiffin.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.fixture.AudibleLogs;
import io.tiffin.registry.ModelOperations.Answer;
import io.tiffin.registry.ScriptedModels;
import io.tiffin.web.Api;
import io.tiffin.web.Served;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;

@Served
@ExtendWith({OutputCaptureExtension.class, AudibleLogs.class})
class ModelsEndpointTests {

  private static final String VERSION = "/actuator/models/eta/2";

  @LocalManagementPort private int port;
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
  void modelsAreToldAllAndEach() {
    assertThat(api.get("/actuator/models").json().get("models").get(0))
        .isEqualTo(api.get("/actuator/models/eta").json());
    assertThat(api.get("/actuator/models/eta").json().get("versions").get(1).get("role"))
        .hasToString("\"stable\"");
    assertThat(api.get("/actuator/models/tea").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"action\":\"evaluate\"}', evaluate eta 2",
    "'{\"action\":\"activate\"}', 'activate eta 2 None[]'",
    "'{\"action\":\"canary\",\"percent\":5}', 'canary eta 2 5 None[]'",
    "'{\"action\":\"shadow\"}', shadow eta 2",
    "'{\"action\":\"retire\",\"override\":false}', retire eta 2"
  })
  void whatIsAskedIsDone(String body, String asked) {
    assertThat(api.post(VERSION, body).status()).isEqualTo(200);
    assertThat(models.takeAsked()).containsExactly(asked);
  }

  @Test
  void anOverrideNamesWhoAndWhyAndIsLogged(CapturedOutput output) {
    Api.Answer answer =
        api.post(
            VERSION,
            "{\"action\":\"activate\",\"override\":true,\"reason\":\"the disk grows\\nat six\"}");

    assertThat(answer.status()).as(answer.raw().text()).isEqualTo(200);
    assertThat(models.takeAsked())
        .containsExactly(
            "activate eta 2 Given[by=127.0.0.1, who is not logged in, reason=the disk grows at six]");
    assertThat(output)
        .contains(
            "Model eta 2: activate in spite of the gate by 127.0.0.1, who is not logged in: the disk grows at six");
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"action\":\"explode\"}', action",
    "'{\"action\":\"canary\"}', percent",
    "'{\"action\":\"canary\",\"percent\":101}', percent",
    "'{\"action\":\"shadow\",\"override\":true,\"reason\":\"x\"}', override",
    "'{\"action\":\"activate\",\"override\":true}', reason",
    "'{\"action\":\"activate\",\"override\":true,\"reason\":\" \"}', reason"
  })
  void whatIsWrongIsNamedAndNothingIsDone(String body, String field) {
    Api.Answer answer = api.post(VERSION, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("reason").stringValue()).startsWith(field + ":");
    assertThat(models.takeAsked()).isEmpty();
  }

  @Test
  void whatIsNotDoneSaysWhy() {
    models.answering(new Answer.Refused(ScriptedModels.report(false)));
    Api.Answer refused = api.post(VERSION, "{\"action\":\"activate\"}");
    models.answering(new Answer.Unavailable("Redis does not answer"));

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("failed").get(0).get("metric").stringValue())
        .isEqualTo("size.disk");
    assertThat(api.post(VERSION, "{\"action\":\"retire\"}").status()).isEqualTo(503);
    assertThat(api.post("/actuator/models/eta/a%0Ab", "{\"action\":\"retire\"}").status())
        .isEqualTo(404);
  }
}
