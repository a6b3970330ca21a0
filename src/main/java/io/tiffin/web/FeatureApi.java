package io.tiffin.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What is documented of single entities' features. */
@Tag(name = "Features", description = "What is stored about restaurants, zones and cities")
interface FeatureApi {

  @Operation(
      summary = "Look features up",
      description = "As stored, with the state of each; nothing stands in for what is missing.")
  @Parameter(
      name = Budget.HEADER,
      in = ParameterIn.HEADER,
      description = "Lowers the time to answer in, milliseconds",
      schema = @Schema(type = "integer", minimum = "1", maximum = "600000"))
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = LookUpRequestJson.class),
              examples =
                  @ExampleObject(
                      name = "two restaurants",
                      value =
                          """
                          {"view": "restaurant_live", "entities": ["r-17", "r-18"],
                           "features": ["orders_outstanding", "prep_s_mean_20m"]}\
                          """)))
  @ApiResponse(
      responseCode = "200",
      description = "One row per entity, in the order asked",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = LookUpJson.class)))
  @PostMapping(
      path = "/v1/features/lookup",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> lookUp(HttpServletRequest request) throws IOException;

  @Operation(
      summary = "Replace an entity's row",
      description =
          "An event time no later than the stored one changes nothing, and the answer says so.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = FactsJson.class),
              examples =
                  @ExampleObject(
                      name = "profile",
                      value =
                          """
                          {"eventTime": "2026-01-15T09:30:00Z",
                           "values": {"lat": 52.5163, "lon": 13.3777, "cuisine": "ramen"}}\
                          """)))
  @ApiResponse(
      responseCode = "200",
      description = "Whether it was applied",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = AppliedJson.class)))
  @ApiResponse(
      responseCode = "4XX",
      description = "What is wrong with the request; 409 for a view that is computed")
  @PutMapping(
      path = "/v1/features/{view}/{entity}",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> put(
      HttpServletRequest request,
      @Parameter(example = "restaurant_profile") @PathVariable String view,
      @Parameter(example = "r-example") @PathVariable String entity)
      throws IOException;

  @Operation(
      summary = "Delete an entity's row",
      description = "As of an instant: older facts that arrive later do not bring it back.")
  @ApiResponse(
      responseCode = "200",
      description = "Whether it was applied",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = AppliedJson.class)))
  @ApiResponse(
      responseCode = "4XX",
      description = "What is wrong with the request; 409 for a view that is computed")
  @DeleteMapping(path = "/v1/features/{view}/{entity}", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> delete(
      @Parameter(example = "restaurant_profile") @PathVariable String view,
      @Parameter(example = "r-example") @PathVariable String entity,
      @Parameter(
              example = "2026-01-15T09:30:01Z",
              schema = @Schema(type = "string", format = "date-time"))
          @RequestParam
          String eventTime);
}
