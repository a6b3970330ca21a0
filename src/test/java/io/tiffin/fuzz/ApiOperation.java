package io.tiffin.fuzz;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One method of one path, with all that the document says of it.
 *
 * @param responses schemas by media type, by status; a status may be a range, such as 4XX
 */
record ApiOperation(
    Port port,
    String method,
    String path,
    List<ApiParameter> parameters,
    List<ApiBody> bodies,
    Map<String, Map<String, JsonNode>> responses) {

  List<ApiParameter> parametersIn(String place) {
    return parameters.stream().filter(each -> each.in().equals(place)).toList();
  }

  /** What may be answered under a status, by media type; null if the status is not declared. */
  @Nullable Map<String, JsonNode> answers(int status) {
    Map<String, JsonNode> exact = responses.get(String.valueOf(status));
    return exact != null ? exact : responses.get(status / 100 + "XX");
  }

  /** Takes seconds where it is asked rightly, and changes what answers everybody. */
  boolean isHeavy() {
    return path.contains("/versions/") || (port == Port.MANAGEMENT && method.equals("POST"));
  }

  @Override
  public String toString() {
    return (port == Port.API ? "" : "management ") + method + " " + path;
  }
}
