package io.tiffin.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** What is documented of orders. */
@Tag(name = "Orders", description = "When will the order that was placed arrive?")
interface OrderApi {

  @Operation(
      summary = "Estimate an order on its way",
      description =
          "What is left of an order that events have placed, from the stage it has reached: the farther it is, the narrower the band."
              + " A dead model or feature never makes this fail; without the store of journeys nobody knows the order.")
  @Parameter(
      name = Budget.HEADER,
      in = ParameterIn.HEADER,
      description = "Lowers the time to answer in, milliseconds",
      schema = @Schema(type = "integer", minimum = "1", maximum = "600000"))
  @ApiResponse(
      responseCode = "200",
      description = "The estimate",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = OrderEstimateJson.class)))
  @ApiResponse(
      responseCode = "404",
      description = "No event has placed such an order within two days")
  @ApiResponse(responseCode = "410", description = "It was delivered or cancelled, with when")
  @ApiResponse(
      responseCode = "503",
      description = "The store of journeys doesn't answer, or too many ask at once")
  @GetMapping(
      path = "/v1/orders/{orderId}/estimate",
      produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE})
  ResponseEntity<byte[]> estimate(
      HttpServletRequest request,
      @Parameter(description = "As in its events", example = "o-9") @PathVariable String orderId,
      @Parameter(description = "Adds every feature with its provenance")
          @RequestParam(defaultValue = "false")
          boolean explain);
}
