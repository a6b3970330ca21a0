package io.tiffin.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON body that is as its schema says, but for one place.
 *
 * @param field the place, as a refusal is to name it
 */
record BrokenBody(String text, String field, String how) {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Stands for what no tree can hold, until the tree is text. */
  private static final String RAW = "@raw@";

  /** What no number, text, object or array of any schema is. */
  private static final String[] NEVER = {
    "NaN",
    "Infinity",
    "\"a\\ud800b\"",
    "01",
    "0x10",
    "1e",
    "'a'",
    "undefined",
    "\"\\q\"",
    "\"\\ud8zz\"",
    "-",
    "+1",
    "9".repeat(70),
    "[".repeat(60) + "]".repeat(60),
    "{\"a\":".repeat(40) + "1" + "}".repeat(40)
  };

  /** A property of an object in the body. */
  private record Place(
      ObjectNode parent, String name, JsonNode schema, String path, boolean must) {}

  /** Breaks one place of a valid body; null if there is none. */
  static @Nullable BrokenBody of(
      JsonNode valid, JsonNode schema, Schemas schemas, SplittableRandom random) {
    JsonNode copy = valid.deepCopy();
    List<Place> places = new ArrayList<>();
    List<Place> closed = new ArrayList<>();
    collect(copy, schemas.resolve(schema), "", schemas, places, closed);
    if (!closed.isEmpty() && random.nextInt(8) == 0) {
      Place place = closed.get(random.nextInt(closed.size()));
      place.parent.put("surplus", 1);
      return new BrokenBody(copy.toString(), join(place.path, "surplus"), "an unknown property");
    }
    if (places.isEmpty()) {
      return null;
    }
    Place place = places.get(random.nextInt(places.size()));
    String how = damage(place, random);
    return how == null ? null : raw(copy.toString(), place.path, how, random);
  }

  private static BrokenBody raw(String text, String path, String how, SplittableRandom random) {
    if (!how.equals(RAW)) {
      return new BrokenBody(text, path, how);
    }
    String token = NEVER[random.nextInt(NEVER.length)];
    return new BrokenBody(text.replace('"' + RAW + '"', token), path, token);
  }

  private static void collect(
      JsonNode value,
      JsonNode schema,
      String path,
      Schemas schemas,
      List<Place> places,
      List<Place> closed) {
    if (value instanceof ObjectNode object && schema.has("properties")) {
      if (!schema.path("additionalProperties").asBoolean(true)) {
        closed.add(new Place(object, "", schema, path, false));
      }
      for (Map.Entry<String, JsonNode> property : schema.get("properties").properties()) {
        String name = property.getKey();
        JsonNode one = schemas.resolve(property.getValue());
        String place = join(path, name);
        places.add(new Place(object, name, one, place, requires(schema, name)));
        if (object.has(name)) {
          collect(object.get(name), one, place, schemas, places, closed);
        }
      }
    } else if (value.isArray() && schema.has("items")) {
      JsonNode items = schemas.resolve(schema.get("items"));
      for (int at = 0; at < Math.min(3, value.size()); at++) {
        collect(value.get(at), items, path + "[" + at + "]", schemas, places, closed);
      }
    }
  }

  private static boolean requires(JsonNode schema, String name) {
    for (JsonNode each : schema.path("required")) {
      if (each.stringValue().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String damage(Place place, SplittableRandom random) {
    if (place.must && random.nextInt(4) == 0) {
      if (random.nextBoolean()) {
        place.parent.remove(place.name);
        return "missing";
      }
      place.parent.putNull(place.name);
      return "null";
    }
    if (random.nextInt(6) == 0) {
      place.parent.put(place.name, RAW);
      return RAW;
    }
    return switch (place.schema.path("type").asString("")) {
      case "string" -> damageText(place, random);
      case "integer", "number" -> damageNumber(place, random);
      case "boolean", "object" -> put(place, NODES.numberNode(7), "a number");
      case "array" -> damageArray(place, random);
      default -> null;
    };
  }

  private static @Nullable String damageText(Place place, SplittableRandom random) {
    JsonNode schema = place.schema;
    return switch (random.nextInt(8)) {
      case 0 -> put(place, NODES.numberNode(7), "a number");
      case 1 -> put(place, NODES.objectNode(), "an object");
      case 2 -> put(place, NODES.arrayNode().add("a"), "an array");
      case 3 -> put(place, NODES.booleanNode(true), "a boolean");
      case 4 ->
          schema.has("maxLength")
              ? put(
                  place,
                  NODES.stringNode("y".repeat(schema.get("maxLength").asInt() + 1)),
                  "too long")
              : null;
      case 5 ->
          schema.path("minLength").asInt(0) > 0 ? put(place, NODES.stringNode(""), "empty") : null;
      case 6 ->
          schema.has("format") || schema.has("enum")
              ? put(place, NODES.stringNode("yesterday"), "a word")
              : null;
      default -> put(place, NODES.stringNode("a\u0000b"), "a control character");
    };
  }

  private static @Nullable String damageNumber(Place place, SplittableRandom random) {
    JsonNode schema = place.schema;
    return switch (random.nextInt(7)) {
      case 0 -> put(place, NODES.stringNode("NaN"), "text");
      case 1 -> put(place, NODES.objectNode(), "an object");
      case 2 -> put(place, NODES.booleanNode(false), "a boolean");
      case 3 ->
          schema.has("minimum")
              ? put(place, NODES.numberNode(schema.get("minimum").asDouble() - 1), "too small")
              : null;
      case 4 ->
          schema.has("maximum")
              ? put(place, NODES.numberNode(schema.get("maximum").asDouble() + 1), "too large")
              : null;
      case 5 -> schema.has("maximum") ? put(place, NODES.numberNode(1e308), "huge") : null;
      default ->
          schema.get("type").stringValue().equals("integer")
              ? put(place, NODES.numberNode(1.5), "a fraction")
              : null;
    };
  }

  private static @Nullable String damageArray(Place place, SplittableRandom random) {
    if (random.nextInt(20) == 0 && place.schema.has("maxItems")) {
      var many = NODES.arrayNode();
      int most = place.schema.get("maxItems").asInt();
      for (int i = 0; i <= most; i++) {
        many.add("a");
      }
      return put(place, many, "too many");
    }
    return random.nextBoolean()
        ? put(place, NODES.objectNode(), "an object")
        : put(place, NODES.stringNode("a"), "text");
  }

  private static String put(Place place, JsonNode value, String how) {
    place.parent.set(place.name, value);
    return how;
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
