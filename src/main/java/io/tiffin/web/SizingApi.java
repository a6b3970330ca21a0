package io.tiffin.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tiffin.sizing.SizingReport;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What is documented of sizing. */
@Tag(name = "Sizing", description = "Which stores carry a view, and what they cost")
interface SizingApi {

  @Operation(
      summary = "Rank combinations of stores",
      description =
          "For a view, or each that is stored: combinations of near cache, shared cache and source of truth with their"
              + " monthly cost by list prices. First what is fast enough and within the budget, then what is over it,"
              + " then what is too slow; what cannot carry the view is told with the reason.")
  @Parameter(
      name = "view",
      in = ParameterIn.QUERY,
      description = "A view of the catalogue; each that is stored if left out",
      schema = @Schema(type = "string"),
      example = "restaurant_live")
  @Parameter(
      name = "latencyMillis",
      in = ParameterIn.QUERY,
      description = "99 of 100 look-ups must be answered within this",
      schema = @Schema(type = "number", minimum = "0.01", maximum = "60000", defaultValue = "50"),
      example = "5")
  @Parameter(
      name = "changesPerSecond",
      in = ParameterIn.QUERY,
      description = "Rows written per second; by the view if left out",
      schema = @Schema(type = "number", minimum = "0", maximum = "1e9"))
  @Parameter(
      name = "clients",
      in = ParameterIn.QUERY,
      description = "Processes that look rows up",
      schema = @Schema(type = "integer", minimum = "1", maximum = "1000000", defaultValue = "2"))
  @Parameter(
      name = "rows",
      in = ParameterIn.QUERY,
      description = "Rows that are kept; by the view if left out",
      schema = @Schema(type = "integer", format = "int64", minimum = "1", maximum = "1e12"),
      example = "50000")
  @Parameter(
      name = "bytesPerRow",
      in = ParameterIn.QUERY,
      description = "Bytes of one row; by the view if left out",
      schema = @Schema(type = "integer", format = "int64", minimum = "1", maximum = "1e9"))
  @Parameter(
      name = "readsPerSecond",
      in = ParameterIn.QUERY,
      description = "Rows looked up per second",
      schema = @Schema(type = "number", minimum = "0", maximum = "1e9", defaultValue = "1000"))
  @Parameter(
      name = "budgetPerMonth",
      in = ParameterIn.QUERY,
      description = "For one view, in the currency of the price list; no budget if left out",
      schema = @Schema(type = "number", minimum = "0", maximum = "1e12"),
      example = "300")
  @Parameter(
      name = "cloud",
      in = ParameterIn.QUERY,
      description = "Only stores of this cloud: gcp, aws or local; all if left out",
      schema = @Schema(type = "string"))
  @Parameter(
      name = "tiers",
      in = ParameterIn.QUERY,
      description =
          "Only this list of tiers, such as near-cache,redis; all that can be combined if left out",
      schema = @Schema(type = "string"))
  @Parameter(
      name = "hitRate",
      in = ParameterIn.QUERY,
      description = "Share of the reads that a shared cache answers",
      schema = @Schema(type = "number", minimum = "0", maximum = "1", defaultValue = "0.9"))
  @Parameter(
      name = "nearHitRate",
      in = ParameterIn.QUERY,
      description = "Share of the reads that the near cache answers; derived if left out",
      schema = @Schema(type = "number", minimum = "0", maximum = "1"))
  @Parameter(
      name = "hotShare",
      in = ParameterIn.QUERY,
      description = "Share of the rows that a shared cache keeps",
      schema = @Schema(type = "number", minimum = "0.0001", maximum = "1", defaultValue = "0.2"))
  @Parameter(
      name = "top",
      in = ParameterIn.QUERY,
      description = "Combinations that are ranked at most",
      schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "10"))
  @ApiResponse(
      responseCode = "200",
      description = "A ranking per view",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = SizingReport.class)))
  @GetMapping(path = "/v1/sizing", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> sizing(
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> query);
}
