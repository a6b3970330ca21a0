package io.tiffin.fuzz;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Holds values against schemas: the part of JSON Schema that the document uses. A property that the
 * document does not have is wrong too, also where JSON Schema would let it pass.
 */
final class Schemas {

  private final JsonNode root;

  Schemas(JsonNode root) {
    this.root = root;
  }

  /** The schema itself, where it is a reference. */
  JsonNode resolve(JsonNode schema) {
    JsonNode reference = schema.get("$ref");
    return reference == null ? schema : root.at(reference.stringValue().substring(1));
  }

  /** What is wrong with the value, by place; empty if nothing is. */
  List<String> violations(JsonNode value, JsonNode schema) {
    List<String> found = new ArrayList<>();
    check(value, schema, "$", found);
    return found;
  }

  private void check(JsonNode value, JsonNode declared, String path, List<String> found) {
    JsonNode schema = resolve(declared);
    if (schema.has("oneOf")) {
      boolean any = false;
      for (JsonNode each : schema.get("oneOf")) {
        any |= violations(value, each).isEmpty();
      }
      require(any, path, "fits none of oneOf", found);
      return;
    }
    JsonNode type = schema.get("type");
    if (type == null) {
      return;
    }
    if (type.isArray() && value.isNull()) {
      require(has(type, "null"), path, "is null", found);
      return;
    }
    switch (type.isArray() ? type.get(0).stringValue() : type.stringValue()) {
      case "object" -> object(value, schema, path, found);
      case "array" -> array(value, schema, path, found);
      case "string" -> text(value, schema, path, found);
      case "integer" -> {
        require(value.isIntegralNumber(), path, "is no whole number", found);
        range(value, schema, path, found);
      }
      case "number" -> {
        require(value.isNumber(), path, "is no number", found);
        range(value, schema, path, found);
      }
      case "boolean" -> require(value.isBoolean(), path, "is neither true nor false", found);
      default -> found.add(path + " has a schema of unknown type " + type);
    }
  }

  private void object(JsonNode value, JsonNode schema, String path, List<String> found) {
    if (!value.isObject()) {
      found.add(path + " is no object");
      return;
    }
    for (JsonNode name : schema.path("required")) {
      require(value.has(name.stringValue()), path, "lacks " + name, found);
    }
    JsonNode known = schema.path("properties");
    JsonNode others = schema.get("additionalProperties");
    for (Map.Entry<String, JsonNode> property : value.properties()) {
      JsonNode one = known.get(property.getKey());
      if (one == null && others != null && others.isObject()) {
        one = others;
      }
      String place = path + "." + property.getKey();
      if (one == null) {
        found.add(place + " is not in the document");
      } else {
        check(property.getValue(), one, place, found);
      }
    }
  }

  private void array(JsonNode value, JsonNode schema, String path, List<String> found) {
    if (!value.isArray()) {
      found.add(path + " is no array");
      return;
    }
    require(
        value.size() <= schema.path("maxItems").asInt(Integer.MAX_VALUE), path, "too many", found);
    require(value.size() >= schema.path("minItems").asInt(0), path, "has too few", found);
    for (int at = 0; at < value.size(); at++) {
      check(value.get(at), schema.get("items"), path + "[" + at + "]", found);
    }
  }

  private static void text(JsonNode value, JsonNode schema, String path, List<String> found) {
    if (!value.isString()) {
      found.add(path + " is no text");
      return;
    }
    String text = value.stringValue();
    require(
        text.length() <= schema.path("maxLength").asInt(Integer.MAX_VALUE), path, "long", found);
    require(text.length() >= schema.path("minLength").asInt(0), path, "is too short", found);
    JsonNode words = schema.get("enum");
    require(words == null || has(words, text), path, "is none of " + words, found);
    if (schema.path("format").asString("").equals("date-time")) {
      require(isInstant(text), path, "is no date-time", found);
    }
  }

  private static void range(JsonNode value, JsonNode schema, String path, List<String> found) {
    double number = value.asDouble(Double.NaN);
    require(!(number < bound(schema.get("minimum"), -1)), path, "is too small", found);
    require(!(number > bound(schema.get("maximum"), 1)), path, "is too large", found);
  }

  private static double bound(@Nullable JsonNode limit, int sign) {
    return limit == null ? sign * Double.POSITIVE_INFINITY : limit.asDouble();
  }

  private static boolean has(JsonNode words, String text) {
    for (JsonNode word : words) {
      if (word.stringValue().equals(text)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isInstant(String text) {
    try {
      var _ = OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeException _) {
      return false;
    }
  }

  private static void require(boolean holds, String path, String otherwise, List<String> found) {
    if (!holds) {
      found.add(path + " " + otherwise);
    }
  }
}
