package io.tiffin.web;

import io.swagger.v3.oas.annotations.Operation;
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
import org.springframework.web.bind.annotation.PostMapping;

/** What is documented of outcomes. */
@Tag(name = "Outcomes", description = "What became of orders that were estimated")
interface OutcomeApi {

  @Operation(
      summary = "Tell when an order arrived",
      description =
          "For apps that send no events: with events, outcomes are found by themselves. Held against the estimate, it tells"
              + " how far the version was off that made it. Only the process that made an estimate remembers it.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = OutcomeJson.class),
              examples = {
                @ExampleObject(
                    name = "by order",
                    value =
                        """
                        {"orderId": "o-9", "deliveredAt": "2026-01-15T10:02:30Z"}\
                        """),
                @ExampleObject(
                    name = "by estimate",
                    value =
                        """
                        {"estimateId": "01M84BAWMWJ3GDR61X7TFKRZ0Z", "minutes": 33.5}\
                        """)
              }))
  @ApiResponse(
      responseCode = "200",
      description = "Whether there was an estimate to hold it against",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = OutcomeJson.Receipt.class)))
  @PostMapping(
      path = "/v1/outcomes",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> outcome(HttpServletRequest request) throws IOException;
}
