package io.tiffin.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON object that is read strictly: each field is asked for by name, and {@link #end} refuses
 * what nobody asked for. Every refusal names the file and the path of the field. A field that is
 * null counts as absent.
 */
final class JsonFields {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String file;
  private final String path;
  private final JsonNode object;
  private final Set<String> unread;

  private JsonFields(String file, String path, JsonNode object) {
    this.file = file;
    this.path = path;
    this.object = object;
    unread = new LinkedHashSet<>(object.propertyNames());
  }

  /** The object that is the whole of {@code json}; {@code file} is how refusals call it. */
  static JsonFields parse(String file, String json) throws BundleRefusedException {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JacksonException malformed) {
      throw new BundleRefusedException(
          file + ": is not JSON: " + malformed.getOriginalMessage(), malformed);
    }
    if (!root.isObject()) {
      throw new BundleRefusedException(file + ": is not a JSON object");
    }
    return new JsonFields(file, "", root);
  }

  /** A refusal that names {@code field} of this object. */
  BundleRefusedException refusal(String field, String sentence) {
    return new BundleRefusedException(file + ": " + path + field + " " + sentence);
  }

  /** Refuses fields that were never asked for. */
  void end() throws BundleRefusedException {
    if (!unread.isEmpty()) {
      throw refusal(unread.iterator().next(), "is not a known field");
    }
  }

  String text(String field) throws BundleRefusedException {
    return required(field, optionalText(field));
  }

  @Nullable String optionalText(String field) throws BundleRefusedException {
    JsonNode value = take(field);
    if (value != null && !value.isString()) {
      throw refusal(field, "is not text");
    }
    return value == null ? null : value.stringValue();
  }

  double number(String field) throws BundleRefusedException {
    return required(field, optionalNumber(field));
  }

  @Nullable Double optionalNumber(String field) throws BundleRefusedException {
    JsonNode value = take(field);
    return value == null ? null : (Double) finite(field, value);
  }

  @Nullable Integer optionalInteger(String field) throws BundleRefusedException {
    JsonNode value = take(field);
    if (value != null && !(value.isIntegralNumber() && value.canConvertToInt())) {
      throw refusal(field, "is not a whole number");
    }
    return value == null ? null : (Integer) value.intValue();
  }

  int integer(String field) throws BundleRefusedException {
    return required(field, optionalInteger(field));
  }

  /** The constant of {@code type} that is named by the field. */
  <E extends Enum<E>> E constant(String field, Class<E> type) throws BundleRefusedException {
    String name = text(field);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw refusal(field, "is '" + name + "', expected one of " + List.of(type.getEnumConstants()));
  }

  JsonFields object(String field) throws BundleRefusedException {
    return required(field, optionalObject(field));
  }

  @Nullable JsonFields optionalObject(String field) throws BundleRefusedException {
    JsonNode value = take(field);
    return value == null ? null : nested(field, value);
  }

  List<JsonFields> objects(String field) throws BundleRefusedException {
    List<JsonFields> objects = new ArrayList<>();
    JsonNode array = array(field);
    for (int index = 0; index < array.size(); index++) {
      objects.add(nested(field + "[" + index + "]", array.get(index)));
    }
    return objects;
  }

  List<Double> numbers(String field) throws BundleRefusedException {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode value : array(field)) {
      numbers.add(finite(field, value));
    }
    return numbers;
  }

  List<String> textList(String field) throws BundleRefusedException {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : array(field)) {
      if (!value.isString()) {
        throw refusal(field, "holds something that is not text");
      }
      texts.add(value.stringValue());
    }
    return List.copyOf(texts);
  }

  Map<String, String> texts(String field) throws BundleRefusedException {
    JsonFields nested = object(field);
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : nested.names()) {
      texts.put(name, nested.text(name));
    }
    return texts;
  }

  /** The numbers of an object by name; empty if the field is absent. */
  Map<String, Double> optionalNumbers(String field) throws BundleRefusedException {
    JsonFields nested = optionalObject(field);
    Map<String, Double> numbers = new LinkedHashMap<>();
    if (nested != null) {
      for (String name : nested.names()) {
        numbers.put(name, nested.number(name));
      }
    }
    return numbers;
  }

  /** Names of the fields not asked for yet. */
  List<String> names() {
    return List.copyOf(unread);
  }

  /** A number as a {@link Double} or text as a {@link String}. */
  Object scalar(String field) throws BundleRefusedException {
    JsonNode value = required(field, take(field));
    return value.isString() ? value.stringValue() : (Object) finite(field, value);
  }

  private @Nullable JsonNode take(String field) {
    unread.remove(field);
    JsonNode value = object.get(field);
    return value == null || value.isNull() ? null : value;
  }

  private <T> T required(String field, @Nullable T value) throws BundleRefusedException {
    if (value == null) {
      throw refusal(field, "is missing");
    }
    return value;
  }

  private JsonNode array(String field) throws BundleRefusedException {
    JsonNode value = required(field, take(field));
    if (!value.isArray()) {
      throw refusal(field, "is not a list");
    }
    return value;
  }

  private JsonFields nested(String field, JsonNode value) throws BundleRefusedException {
    if (!value.isObject()) {
      throw refusal(field, "is not an object");
    }
    return new JsonFields(file, path + field + ".", value);
  }

  private double finite(String field, JsonNode value) throws BundleRefusedException {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw refusal(field, "is not a finite number");
    }
    return value.doubleValue();
  }
}
