package io.tiffin.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;

/** What is documented of the catalogue. */
@Tag(name = "Catalogue", description = "What features there are")
interface CatalogueApi {

  @Operation(
      summary = "Every view and feature",
      description = "With types, units, defaults, windows, parents, and where values come from.")
  @ApiResponse(
      responseCode = "200",
      description = "The catalogue",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = CatalogueJson.class)))
  @GetMapping(path = "/v1/catalogue", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> catalogue();
}
