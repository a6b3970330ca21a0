package io.tiffin.web;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.springdoc.core.customizers.OpenApiCustomizer;

/**
 * Says of every operation that what goes wrong is answered by a problem: of the answers that its
 * annotations tell, and of those that any operation may give.
 */
final class DocumentedProblems implements OpenApiCustomizer {

  private static final String SCHEMA = "Problem";

  @Override
  public void customise(OpenAPI document) {
    ResolvedSchema problem =
        ModelConverters.getInstance(true)
            .resolveAsResolvedSchema(new AnnotatedType(ProblemJson.class));
    document.getComponents().addSchemas(SCHEMA, problem.schema);
    problem.referencedSchemas.forEach(document.getComponents()::addSchemas);
    document.getPaths().values().stream()
        .flatMap(path -> path.readOperations().stream())
        .map(Operation::getResponses)
        .forEach(DocumentedProblems::complete);
  }

  private static void complete(ApiResponses responses) {
    responses.putIfAbsent("4XX", told("What is wrong with the request, every field of it"));
    responses.putIfAbsent(
        "503", told("More is asked at once than is answered in time: see the header Retry-After"));
    responses.forEach((status, response) -> {
      if (status.startsWith("4") || status.startsWith("5")) {
        response.setContent(problem());
      }
    });
  }

  private static ApiResponse told(String description) {
    return new ApiResponse().description(description);
  }

  private static Content problem() {
    return new Content()
        .addMediaType(
            org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
            new MediaType().schema(new Schema<>().$ref(SCHEMA)));
  }
}
