package io.tiffin.fuzz;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A body that an operation takes.
 *
 * @param schema what it must be; a plain string's for formats that are no JSON
 * @param examples as the document shows them, as text
 */
record ApiBody(String contentType, JsonNode schema, List<String> examples) {

  boolean isJson() {
    return contentType.endsWith("json") && !contentType.contains("ndjson");
  }
}
