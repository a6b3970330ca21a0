package io.tiffin.fuzz;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a running service says of itself: the OpenAPI document of the API, and Actuator's links on
 * the management port, which has no such document.
 */
final class ApiDocument {

  private static final JsonNode ANYTHING = JsonNodeFactory.instance.objectNode();
  private static final JsonNode TEXT = JsonNodeFactory.instance.objectNode().put("type", "string");

  private final JsonNode root;
  private final List<ApiOperation> operations = new ArrayList<>();

  /**
   * @param root the OpenAPI document
   * @param links what Actuator answers to who asks for nothing in particular: where its endpoints
   *     are
   */
  ApiDocument(JsonNode root, Collection<String> links) {
    this.root = root;
    for (Map.Entry<String, JsonNode> path : root.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        operations.add(
            operation(
                operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue()));
      }
    }
    for (String link : links) {
      String path = link.replaceFirst("^http://[^/]*", "");
      operations.add(ofManagement("GET", path));
      if (path.endsWith("{version}")) {
        operations.add(ofManagement("POST", path));
      }
    }
  }

  List<ApiOperation> operations() {
    return operations;
  }

  Schemas schemas() {
    return new Schemas(root);
  }

  private static ApiOperation operation(String method, String path, JsonNode node) {
    List<ApiParameter> parameters = new ArrayList<>();
    for (JsonNode each : node.path("parameters")) {
      JsonNode example = each.get("example");
      parameters.add(
          new ApiParameter(
              each.get("name").stringValue(),
              each.get("in").stringValue(),
              each.path("required").asBoolean(false),
              each.get("schema"),
              example == null ? null : example.asString()));
    }
    return new ApiOperation(
        Port.API, method, path, parameters, bodies(node), responses(node.get("responses")));
  }

  private static List<ApiBody> bodies(JsonNode operation) {
    List<ApiBody> bodies = new ArrayList<>();
    for (Map.Entry<String, JsonNode> content :
        operation.path("requestBody").path("content").properties()) {
      List<String> examples = new ArrayList<>();
      for (JsonNode example : content.getValue().path("examples")) {
        JsonNode value = example.get("value");
        examples.add(value.isString() ? value.stringValue() : value.toString());
      }
      bodies.add(new ApiBody(content.getKey(), content.getValue().get("schema"), examples));
    }
    return bodies;
  }

  private static Map<String, Map<String, JsonNode>> responses(JsonNode node) {
    Map<String, Map<String, JsonNode>> responses = new HashMap<>();
    for (Map.Entry<String, JsonNode> response : node.properties()) {
      Map<String, JsonNode> byType = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> content : response.getValue().path("content").properties()) {
        JsonNode schema = content.getValue().get("schema");
        byType.put(content.getKey(), schema == null ? ANYTHING : schema);
      }
      responses.put(response.getKey(), byType);
    }
    return responses;
  }

  private static ApiOperation ofManagement(String method, String template) {
    String path = template.replace("{*path}", "{path}");
    List<ApiParameter> parameters = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (part.startsWith("{")) {
        String name = part.substring(1, part.length() - 1);
        parameters.add(new ApiParameter(name, "path", true, TEXT, example(name)));
      }
    }
    List<ApiBody> bodies =
        method.equals("GET")
            ? List.of()
            : List.of(
                new ApiBody(
                    "application/json",
                    ANYTHING,
                    List.of(
                        "{\"action\":\"canary\",\"percent\":5}",
                        "{\"action\":\"activate\",\"override\":true,\"reason\":\"why not\"}",
                        "{\"action\":\"retire\"}")));
    return new ApiOperation(Port.MANAGEMENT, method, path, parameters, bodies, Map.of());
  }

  private static String example(String name) {
    return switch (name) {
      case "name" -> "eta";
      case "version" -> "1";
      case "requiredMetricName" -> "tiffin.estimates";
      default -> "readiness";
    };
  }
}
