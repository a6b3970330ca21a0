package io.tiffin.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.event.SampleJourney;
import io.tiffin.store.InMemoryFeatureStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@Served
class OpenApiTests {

  @LocalServerPort private int port;
  @Autowired private InMemoryFeatureStore store;
  @Autowired private Clock clock;
  private Api api;

  @BeforeEach
  void connect() {
    api = new Api(port);
    SampleJourney placed = SampleJourney.placed("o-9", clock.instant().minusSeconds(600));
    store.put(List.of(placed.row()), new Deadline(Long.MAX_VALUE, () -> 0));
  }

  @Test
  void theDocumentIsOpenApi31AndHasEveryOperation() {
    JsonNode document = api.get("/v3/api-docs").json();

    assertThat(document.get("openapi").stringValue()).startsWith("3.1");
    assertThat(document.get("paths").propertyNames())
        .containsExactlyInAnyOrder(
            "/v1/estimates",
            "/v1/estimates/batch",
            "/v1/orders/{orderId}/estimate",
            "/v1/features/lookup",
            "/v1/features/{view}/{entity}",
            "/v1/features/{view}:load",
            "/v1/catalogue",
            "/v1/events",
            "/v1/outcomes",
            "/v1/models",
            "/v1/models/{name}",
            "/v1/models/{name}/versions/{version}/evaluate",
            "/v1/models/{name}/versions/{version}/activate",
            "/v1/models/{name}/versions/{version}/canary",
            "/v1/models/{name}/versions/{version}/shadow",
            "/v1/models/{name}/versions/{version}/retire",
            "/v1/sizing");
  }

  @Test
  void everyReferenceLeadsToSomething() {
    JsonNode document = api.get("/v3/api-docs").json();

    assertThat(document.findValuesAsString("$ref"))
        .isNotEmpty()
        .allSatisfy(reference ->
            assertThat(document.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
  }

  @Test
  void swaggerUiIsServed() {
    Api.Answer redirect = api.get("/swagger-ui.html");

    assertThat(redirect.status()).isEqualTo(302);
    assertThat(api.get(redirect.header("location").replaceFirst("^http://[^/]*", "")).status())
        .isEqualTo(200);
  }

  @Test
  void everyOperationSaysWhatItAnswersAndThatMistakesAreProblems() {
    JsonNode paths = api.get("/v3/api-docs").json().get("paths");

    assertThat(paths.valueStream().flatMap(JsonNode::valueStream))
        .allSatisfy(operation -> {
          JsonNode responses = operation.get("responses");
          assertThat(responses.propertyNames()).contains("200", "4XX", "503");
          assertThat(responses.get("200").toString()).contains("$ref").doesNotContain("\"byte\"");
          assertThat(
                  responses
                      .propertyStream()
                      .filter(response -> response.getKey().matches("[45].*"))
                      .map(Map.Entry::getValue))
              .allSatisfy(mistake -> {
                assertThat(mistake.get("description").stringValue()).isNotBlank();
                assertThat(
                        mistake.at("/content/application~1problem+json/schema/$ref").asString(""))
                    .isEqualTo("#/components/schemas/Problem");
              });
        });
  }

  @Test
  void everyOperationHasAnExampleAndEveryExampleWorks() {
    JsonNode paths = api.get("/v3/api-docs").json().get("paths");
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        List<Example> examples = examples(path.getKey(), operation);

        assertThat(examples).as(path.getKey()).isNotEmpty();
        for (Example example : examples) {
          Api.Answer answer =
              api.send(
                  example.method,
                  example.target,
                  example.contentType,
                  example.body.getBytes(StandardCharsets.UTF_8));

          assertThat(answer.status()).as(example + " → " + answer.raw().text()).isEqualTo(200);
        }
      }
    }
  }

  /** One request, as the documentation shows it. */
  private record Example(String method, String target, String contentType, String body) {}

  private static List<Example> examples(String path, Map.Entry<String, JsonNode> operation) {
    String method = operation.getKey().toUpperCase(Locale.ROOT);
    String target = target(path, operation.getValue());
    JsonNode body = operation.getValue().get("requestBody");
    if (body == null) {
      return List.of(new Example(method, target, "application/json", ""));
    }
    List<Example> examples = new ArrayList<>();
    for (Map.Entry<String, JsonNode> content : body.get("content").properties()) {
      for (JsonNode example : content.getValue().get("examples")) {
        JsonNode value = example.get("value");
        String text = value.isString() ? value.stringValue() : value.toString();
        examples.add(new Example(method, target, content.getKey(), text));
      }
    }
    return examples;
  }

  private static String target(String path, JsonNode operation) {
    String target = path;
    List<String> query = new ArrayList<>();
    JsonNode parameters = operation.get("parameters");
    if (parameters != null) {
      for (JsonNode parameter : parameters) {
        String name = parameter.get("name").stringValue();
        JsonNode example = parameter.get("example");
        if (parameter.get("in").stringValue().equals("path")) {
          target = target.replace("{" + name + "}", example.asString());
        } else if (example != null) {
          query.add(name + "=" + example.asString());
        }
      }
    }
    return query.isEmpty() ? target : target + "?" + String.join("&", query);
  }
}
