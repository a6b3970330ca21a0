package io.tiffin.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Says of the gate's report what its record does not: it is written by the gate itself. */
final class DocumentedReports implements OpenApiCustomizer {

  @Override
  public void customise(OpenAPI document) {
    Map<String, ?> schemas = document.getComponents().getSchemas();
    schema(schemas, "GateReport").addProperty("accepted", new BooleanSchema());
    Map<String, ?> check = schema(schemas, "GateCheck").getProperties();
    for (String number : List.of("value", "limit", "reference")) {
      schema(check, number).setTypes(new LinkedHashSet<>(List.of("number", "null")));
    }
  }

  private static Schema<?> schema(Map<String, ?> schemas, String name) {
    return (Schema<?>) Objects.requireNonNull(schemas.get(name), name);
  }
}
