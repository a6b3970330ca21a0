package io.tiffin.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;

/** The document of the API: what is alike for all operations is said here. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

  private static final String PROBLEM =
      org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE;
  private static final String REFUSED = "4XX";
  private static final String BUSY = "503";

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Tiffin")
                .version("v1")
                .description(
                    "When will this order arrive? A feature store and a model that answer every time."));
  }

  /** Any operation may be refused, to anybody or for now, and says so in the same words. */
  @Bean
  OpenApiCustomizer refusals() {
    return document ->
        document.getPaths().values().stream()
            .flatMap(path -> path.readOperations().stream())
            .map(Operation::getResponses)
            .forEach(OpenApiConfiguration::complete);
  }

  /** What is written by hand, and so is not as its record says. */
  @Bean
  OpenApiCustomizer reports() {
    return document -> {
      Map<String, Schema> schemas = document.getComponents().getSchemas();
      schemas.get("GateReport").addProperty("accepted", new BooleanSchema());
      Map<String, Schema> check = schemas.get("GateCheck").getProperties();
      for (String number : List.of("limit", "reference")) {
        check.get(number).setTypes(new LinkedHashSet<>(List.of("number", "null")));
      }
    };
  }

  private static void complete(ApiResponses responses) {
    responses.computeIfAbsent(
        REFUSED, _ -> new ApiResponse().description("What is wrong with the request"));
    responses.computeIfAbsent(
        BUSY, _ -> new ApiResponse().description("Too much at once, or a store does not answer"));
    responses.forEach(
        (status, response) -> {
          if (status.startsWith("4") || status.equals(BUSY)) {
            response.setContent(
                new Content().addMediaType(PROBLEM, new MediaType().schema(problem())));
          } else {
            response.getContent().values().forEach(OpenApiConfiguration::withoutBytes);
          }
        });
    responses
        .get(BUSY)
        .addHeaderObject(
            HttpHeaders.RETRY_AFTER,
            new Header().description("Seconds").schema(new IntegerSchema()));
  }

  private static Schema<?> problem() {
    return new Schema<>().$ref("#/components/schemas/Problem");
  }

  /** Controllers write bytes themselves; nobody is answered any that are no JSON. */
  private static void withoutBytes(MediaType content) {
    Schema<?> schema = content.getSchema();
    @Nullable List<Schema> choices = schema == null ? null : schema.getOneOf();
    if (choices != null && choices.stream().anyMatch(OpenApiConfiguration::isBytes)) {
      choices.stream()
          .filter(choice -> !isBytes(choice))
          .findFirst()
          .ifPresent(content::setSchema);
    }
  }

  private static boolean isBytes(Schema<?> schema) {
    return "byte".equals(schema.getFormat());
  }
}
