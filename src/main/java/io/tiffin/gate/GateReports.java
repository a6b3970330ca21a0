package io.tiffin.gate;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reports as JSON, as they are kept and told: the fields of {@link GateReport} and {@link
 * GateCheck} by their names, and {@code accepted} before the checks' details for whoever reads only
 * that.
 */
public final class GateReports {

  /** What a later Tiffin adds is passed over: its verdicts are read by earlier ones in a fleet. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private GateReports() {}

  /** One line of JSON. */
  public static String toJson(GateReport report) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("accepted", report.accepted());
    json.setAll(MAPPER.<ObjectNode>valueToTree(report));
    return MAPPER.writeValueAsString(json);
  }

  /**
   * What {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if it is no report; the message says what is wrong
   */
  public static GateReport fromJson(String json) {
    try {
      return MAPPER.readValue(json, GateReport.class);
    } catch (JacksonException malformed) {
      throw new IllegalArgumentException(
          "not a report of the gate: " + malformed.getOriginalMessage(), malformed);
    }
  }
}
