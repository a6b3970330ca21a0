package io.tiffin.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** What is documented of loads. */
@Tag(name = "Features")
interface FeatureLoadApi {

  String NDJSON = "application/x-ndjson";
  String CSV = "text/csv";

  /** What becomes of rows, in either format. */
  @ApiResponse(
      responseCode = "200",
      description = "Every row was stored, or superseded by what stands",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = LoadJson.class)))
  @ApiResponse(
      responseCode = "207",
      description = "Some rows are not stored",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = LoadJson.class)))
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @interface AnswersLoad {}

  @Operation(
      summary = "Write many rows",
      description =
          "A row a line, streamed: as NDJSON, or as CSV with a header. A bad row is rejected alone, the status is then"
              + " 207, and the first 100 reasons are told.")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = NDJSON,
            schema = @Schema(type = "string"),
            examples =
                @ExampleObject(
                    name = "ndjson",
                    value =
                        """
                        {"entity": "r-example", "eventTime": "2026-01-15T09:30:02Z", "values": {"lat": 52.5163, "lon": 13.3777, "cuisine": "ramen"}}
                        {"entity": "r-example-2", "eventTime": "2026-01-15T09:30:02Z", "values": {"lat": 52.5071, "lon": 13.3904, "cuisine": "pizza"}}
                        """)),
        @Content(
            mediaType = CSV,
            schema = @Schema(type = "string"),
            examples =
                @ExampleObject(
                    name = "csv",
                    value =
                        """
                        entity,eventTime,lat,lon,cuisine
                        r-example,2026-01-15T09:30:03Z,52.5163,13.3777,ramen
                        r-example-2,2026-01-15T09:30:03Z,52.5071,13.3904,pizza
                        """))
      })
  @AnswersLoad
  @ApiResponse(
      responseCode = "4XX",
      description = "Nothing was stored: the view is unknown or computed, or the header is wrong")
  @PostMapping(
      path = "/v1/features/{view}:load",
      consumes = NDJSON,
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> loadNdjson(
      HttpServletRequest request,
      @Parameter(example = "restaurant_profile") @PathVariable String view)
      throws IOException;

  /** As {@link #loadNdjson}, which documents both: they are one operation with two formats. */
  @AnswersLoad
  @PostMapping(
      path = "/v1/features/{view}:load",
      consumes = CSV,
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> loadCsv(HttpServletRequest request, @PathVariable String view)
      throws IOException;
}
