package io.tiffin.web;

import io.tiffin.serving.FeatureWriter.Facts;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads one entity's facts, {@code {"eventTime":"…","values":{…}}}. Their types are the catalogue's
 * business.
 */
final class FactsReader {

  private static final Set<String> NAMED = Set.of("eventTime", "values");
  private static final Set<String> WITH_ENTITY = Set.of("entity", "eventTime", "values");
  private static final int LONGEST_ENTITY = 256;

  private FactsReader() {}

  /**
   * Facts about the entity that the path names.
   *
   * @throws ProblemException that lists all that is wrong
   */
  static Facts read(JsonNode node, String entity) {
    Violations violations = new Violations();
    Fields fields = Fields.of(node, "", NAMED, violations);
    Facts facts = fields == null ? null : facts(fields, entity, violations);
    if (facts == null) {
      throw violations.toProblem();
    }
    return facts;
  }

  /**
   * Facts about the entity that they name themselves: a line of a load.
   *
   * @throws ProblemException that lists all that is wrong
   */
  static Facts read(JsonNode node) {
    Violations violations = new Violations();
    Fields fields = Fields.of(node, "", WITH_ENTITY, violations);
    String entity = fields == null ? null : fields.requiredText("entity", LONGEST_ENTITY);
    Facts facts = fields == null ? null : facts(fields, entity == null ? "" : entity, violations);
    if (facts == null) {
      throw violations.toProblem();
    }
    return facts;
  }

  private static @Nullable Facts facts(Fields fields, String entity, Violations violations) {
    Instant eventTime = fields.requiredInstant("eventTime");
    Map<String, @Nullable Object> values = new HashMap<>();
    fields.require("values");
    fields.entries("values", (name, value) -> values.put(name, plain(fields, name, value)));
    return eventTime == null || !violations.isEmpty() ? null : new Facts(entity, eventTime, values);
  }

  private static @Nullable Object plain(Fields fields, String name, JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    if (value.isNumber()) {
      return value.numberValue();
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (value.isString() && Printable.isPlain(value.stringValue())) {
      return value.stringValue();
    }
    fields.refuse(
        "values." + Printable.text(name),
        "expected a number, true, false, null, or text without control characters");
    return null;
  }
}
