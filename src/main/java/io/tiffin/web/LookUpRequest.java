package io.tiffin.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A look-up of features, as it was asked.
 *
 * @param view the view's name
 * @param entities 1 to 1,000 keys
 * @param features names within the view; null for all
 * @param maxAge null to leave the features' own
 */
record LookUpRequest(
    String view,
    List<String> entities,
    @Nullable List<String> features,
    @Nullable Duration maxAge) {

  private static final Set<String> KNOWN = Set.of("view", "entities", "features", "maxAgeMillis");
  private static final int MOST = 1000;
  private static final int LONGEST = 256;
  private static final long MOST_MILLIS = Duration.ofDays(3650).toMillis();

  /**
   * @throws ProblemException that lists all that is wrong
   */
  static LookUpRequest read(JsonNode node) {
    Violations violations = new Violations();
    Fields fields = Fields.of(node, "", KNOWN, violations);
    LookUpRequest request = fields == null ? null : read(fields, violations);
    if (request == null) {
      throw violations.toProblem();
    }
    return request;
  }

  private static @Nullable LookUpRequest read(Fields fields, Violations violations) {
    String view = fields.requiredText("view", LONGEST);
    List<String> entities = texts(fields, "entities", violations);
    if (entities.isEmpty()) {
      fields.refuse("entities", "expected 1 to " + MOST + " keys");
    }
    List<String> features = fields.has("features") ? texts(fields, "features", violations) : null;
    Long maxAge = fields.whole("maxAgeMillis", 0, MOST_MILLIS);
    return view == null || !violations.isEmpty()
        ? null
        : new LookUpRequest(
            view, entities, features, maxAge == null ? null : Duration.ofMillis(maxAge));
  }

  private static List<String> texts(Fields fields, String name, Violations violations) {
    List<String> texts = new ArrayList<>();
    for (Fields.Element element : fields.array(name, MOST)) {
      JsonNode node = element.node();
      String text = node.isString() ? node.stringValue() : "";
      if (text.isEmpty() || text.length() > LONGEST || !Printable.isPlain(text)) {
        violations.add(element.path(), "expected text of 1 to " + LONGEST + " characters");
      }
      texts.add(text);
    }
    return texts;
  }
}
