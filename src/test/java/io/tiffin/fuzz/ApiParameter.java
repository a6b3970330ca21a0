package io.tiffin.fuzz;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A parameter, as the document has it.
 *
 * @param in path, query or header
 * @param example null if the document has none
 */
record ApiParameter(
    String name, String in, boolean required, JsonNode schema, @Nullable String example) {}
