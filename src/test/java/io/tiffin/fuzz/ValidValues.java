package io.tiffin.fuzz;

import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values that a schema allows. */
final class ValidValues {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String[] TEXTS = {
    "r-17",
    "o-9",
    "berlin",
    "c-1",
    "a",
    "eta",
    "restaurant_profile",
    "é",
    "拉麺",
    "\uD83C\uDF5C",
    "שלום",
    "a b",
    "<b>",
    "'; --",
    "../..",
    "%s%n",
    "${jndi:ldap://x}",
    "#{7*7}",
    "\u2028",
    "\uFEFF"
  };
  private static final int MOST_ITEMS = 4;

  private final Schemas schemas;
  private final Instant now;

  ValidValues(Schemas schemas, Instant now) {
    this.schemas = schemas;
    this.now = now;
  }

  JsonNode of(JsonNode declared, SplittableRandom random) {
    JsonNode schema = schemas.resolve(declared);
    return switch (schema.path("type").asString("")) {
      case "object" -> object(schema, random);
      case "array" -> array(schema, random);
      case "string" -> NODES.stringNode(text(schema, random));
      case "integer" -> NODES.numberNode(whole(schema, random));
      case "number" -> NODES.numberNode(number(schema, random));
      case "boolean" -> NODES.booleanNode(random.nextBoolean());
      default -> NODES.numberNode(random.nextInt(100));
    };
  }

  private ObjectNode object(JsonNode schema, SplittableRandom random) {
    ObjectNode object = NODES.objectNode();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      if (isRequired(schema, property.getKey()) || random.nextInt(3) > 0) {
        object.set(property.getKey(), of(property.getValue(), random));
      }
    }
    return object;
  }

  private static boolean isRequired(JsonNode schema, String name) {
    for (JsonNode each : schema.path("required")) {
      if (each.stringValue().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private ArrayNode array(JsonNode schema, SplittableRandom random) {
    ArrayNode array = NODES.arrayNode();
    int size = Math.max(schema.path("minItems").asInt(0), random.nextInt(MOST_ITEMS));
    for (int i = 0; i < size; i++) {
      array.add(of(schema.get("items"), random));
    }
    return array;
  }

  String text(JsonNode schema, SplittableRandom random) {
    if (schema.has("enum")) {
      return schema.get("enum").get(random.nextInt(schema.get("enum").size())).stringValue();
    }
    if (schema.path("format").asString("").equals("date-time")) {
      return now.plusSeconds(random.nextInt(-7200, 3600)).toString();
    }
    if (schema.has("example") && random.nextInt(4) > 0) {
      return schema.get("example").asString();
    }
    int longest = schema.path("maxLength").asInt(64);
    return random.nextInt(8) == 0
        ? "x".repeat(random.nextInt(1, longest + 1))
        : TEXTS[random.nextInt(TEXTS.length)];
  }

  long whole(JsonNode schema, SplittableRandom random) {
    long least = (long) schema.path("minimum").asDouble(0);
    long most = (long) schema.path("maximum").asDouble(1_000_000);
    return switch (random.nextInt(4)) {
      case 0 -> least;
      case 1 -> most;
      case 2 -> random.nextLong(least, Math.min(most, least + 50) + 1);
      default -> random.nextLong(least, most + 1);
    };
  }

  double number(JsonNode schema, SplittableRandom random) {
    double least = schema.path("minimum").asDouble(0);
    double most = schema.path("maximum").asDouble(1_000_000);
    return switch (random.nextInt(4)) {
      case 0 -> least;
      case 1 -> most;
      default -> least + (most - least) * random.nextDouble();
    };
  }
}
