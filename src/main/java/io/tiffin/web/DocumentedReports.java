package io.tiffin.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Says of the gate's report what its record does not: it is written by the gate itself. */
final class DocumentedReports implements OpenApiCustomizer {

  @Override
  public void customise(OpenAPI document) {
    Map<String, Schema> schemas = document.getComponents().getSchemas();
    schemas.get("GateReport").addProperty("accepted", new BooleanSchema());
    Map<String, Schema> check = schemas.get("GateCheck").getProperties();
    for (String number : List.of("limit", "reference")) {
      check.get(number).setTypes(new LinkedHashSet<>(List.of("number", "null")));
    }
  }
}
