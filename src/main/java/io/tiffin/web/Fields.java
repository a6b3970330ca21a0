package io.tiffin.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one JSON object, read by name and checked. What is wrong goes into {@link
 * Violations} and reads as absent; JSON null is absent; a name outside {@code known} is refused, as
 * a misspelt one would silently be ignored otherwise.
 */
final class Fields {

  private static final Instant FIRST = Instant.EPOCH.plusMillis(1);
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private final JsonNode node;
  private final String path;
  private final Violations violations;

  private Fields(JsonNode node, String path, Violations violations) {
    this.node = node;
    this.path = path;
    this.violations = violations;
  }

  /**
   * The fields of {@code node}, or null, with a violation, if it is no object.
   *
   * @param path where the object stands in the request; empty for the whole
   */
  static @Nullable Fields of(JsonNode node, String path, Set<String> known, Violations violations) {
    if (!node.isObject()) {
      violations.add(path.isEmpty() ? "body" : path, "expected a JSON object");
      return null;
    }
    for (String name : node.propertyNames()) {
      if (!known.contains(name)) {
        violations.add(join(path, Printable.text(name)), "is not a field of this object");
      }
    }
    return new Fields(node, path, violations);
  }

  /** Text of 1 to {@code longest} characters without control characters. */
  @Nullable String text(String name, int longest) {
    JsonNode value = present(name);
    if (value == null) {
      return null;
    }
    String text = value.isString() ? value.stringValue() : null;
    if (text == null || text.isEmpty() || text.length() > longest || !Printable.isPlain(text)) {
      refuse(
          name,
          "expected text of 1 to " + longest + " characters, none of them control characters");
      return null;
    }
    return text;
  }

  /** As {@link #text}, but its absence is a violation too. */
  @Nullable String requiredText(String name, int longest) {
    require(name);
    return text(name, longest);
  }

  /** A whole number, also if written with a fraction of zero. */
  @Nullable Long whole(String name, long least, long most) {
    JsonNode value = present(name);
    if (value == null) {
      return null;
    }
    if (value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToLong()) {
      long number = value.longValue();
      if (number >= least && number <= most) {
        return number;
      }
    }
    refuse(name, "expected a whole number from " + least + " to " + most);
    return null;
  }

  @Nullable Double number(String name, double least, double most) {
    JsonNode value = present(name);
    if (value == null) {
      return null;
    }
    if (value.isNumber()) {
      double number = value.doubleValue();
      if (number >= least && number <= most) {
        return number;
      }
    }
    refuse(name, "expected a number from " + plain(least) + " to " + plain(most));
    return null;
  }

  @Nullable Double requiredNumber(String name, double least, double most) {
    require(name);
    return number(name, least, most);
  }

  /** An instant such as {@code 2026-11-22T18:05:00Z}, an offset in place of Z is fine. */
  @Nullable Instant instant(String name) {
    JsonNode value = present(name);
    return value == null ? null : instant(value, name);
  }

  @Nullable Instant requiredInstant(String name) {
    require(name);
    return instant(name);
  }

  /** A nested object, read by {@code reader}. */
  @Nullable Fields object(String name, Set<String> known) {
    JsonNode value = present(name);
    return value == null ? null : of(value, join(path, name), known, violations);
  }

  /** The elements of an array with their paths; empty if the field is absent. */
  List<Element> array(String name, int most) {
    JsonNode value = present(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray() || value.size() > most) {
      refuse(name, "expected an array of at most " + most);
      return List.of();
    }
    List<Element> elements = new ArrayList<>(value.size());
    for (JsonNode each : value) {
      elements.add(new Element(each, join(path, name) + "[" + elements.size() + "]"));
    }
    return elements;
  }

  /**
   * Calls {@code each} with the names and values of a nested object whose names are not known
   * beforehand.
   */
  void entries(String name, BiConsumer<String, JsonNode> each) {
    JsonNode value = present(name);
    if (value == null) {
      return;
    }
    if (!value.isObject()) {
      refuse(name, "expected a JSON object");
      return;
    }
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      each.accept(entry.getKey(), entry.getValue());
    }
  }

  boolean has(String name) {
    return present(name) != null;
  }

  /** The path of a field of this object, as violations tell it. */
  String pathOf(String name) {
    return join(path, name);
  }

  /** Records a violation if the field is absent. */
  void require(String name) {
    if (present(name) == null) {
      refuse(name, "is required");
    }
  }

  /** Records that something is wrong with a field of this object. */
  void refuse(String name, String message) {
    violations.add(pathOf(name), message);
  }

  /**
   * One element of an array.
   *
   * @param path where it stands, such as {@code items[2]}
   */
  record Element(JsonNode node, String path) {}

  /**
   * The instant that {@code text} says, or null if it says none that can be kept in microseconds.
   */
  static @Nullable Instant parseInstant(String text) {
    try {
      Instant instant = Instant.parse(text);
      return instant.isBefore(FIRST) || instant.isAfter(LAST) ? null : instant;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private @Nullable Instant instant(JsonNode value, String name) {
    Instant instant = value.isString() ? parseInstant(value.stringValue()) : null;
    if (instant == null) {
      refuse(name, "expected an instant in UTC such as 2026-11-22T18:05:00Z");
    }
    return instant;
  }

  private @Nullable JsonNode present(String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
