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
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What is documented of estimates. */
@Tag(name = "Estimates", description = "When will this order arrive?")
interface EstimateApi {

  @Operation(
      summary = "Estimate one order",
      description =
          "Send what is known; the rest comes from the feature store, then from defaults, and the answer says which."
              + " A dead store or model never makes this fail.")
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
              schema = @Schema(implementation = OrderJson.class),
              examples = {
                @ExampleObject(
                    name = "smallest",
                    value =
                        """
                        {"restaurantId": "r-17", "dropoff": {"lat": 52.5205, "lon": 13.4095}}\
                        """),
                @ExampleObject(
                    name = "known better",
                    value =
                        """
                        {"orderId": "o-9", "restaurantId": "r-17", "dropoff": {"lat": 52.5205, "lon": 13.4095},
                         "items": [{"sku": "ramen", "quantity": 2, "priceCents": 1450}, {"sku": "gyoza", "quantity": 1, "priceCents": 620}],
                         "features": {"restaurant_live.orders_outstanding": 9}, "promisedMinutes": 40}\
                        """)
              }))
  @ApiResponse(
      responseCode = "200",
      description = "The estimate",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = EstimateJson.class)))
  @PostMapping(
      path = "/v1/estimates",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> estimate(
      HttpServletRequest request,
      @Parameter(description = "Adds every feature with its provenance")
          @RequestParam(defaultValue = "false")
          boolean explain,
      @Parameter(description = "The model to ask; the default one if left out", example = "eta")
          @RequestParam(required = false)
          @Nullable String model)
      throws IOException;

  @Operation(
      summary = "Estimate up to 1,000 orders",
      description =
          "One result per order, in order. An order that is wrong fails alone, and the status is then 207.")
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
              schema = @Schema(implementation = OrdersJson.class),
              examples =
                  @ExampleObject(
                      name = "two",
                      value =
                          """
                          {"orders": [{"restaurantId": "r-17", "dropoff": {"lat": 52.5205, "lon": 13.4095}},
                                      {"restaurantId": "r-18", "itemCount": 4, "subtotalCents": 3890}]}\
                          """)))
  @ApiResponse(
      responseCode = "200",
      description = "Every order's estimate",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = BatchJson.class)))
  @ApiResponse(
      responseCode = "207",
      description = "Some orders were refused",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = BatchJson.class)))
  @ApiResponse(responseCode = "4XX", description = "What is wrong with the batch as a whole")
  @PostMapping(
      path = "/v1/estimates/batch",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> estimateBatch(
      HttpServletRequest request,
      @Parameter(description = "Adds every feature with its provenance")
          @RequestParam(defaultValue = "false")
          boolean explain,
      @Parameter(description = "The model to ask; the default one if left out", example = "eta")
          @RequestParam(required = false)
          @Nullable String model)
      throws IOException;
}
