package io.tiffin.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tiffin.gate.GateReport;
import io.tiffin.registry.StandingJson;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** What is documented of models. */
@Tag(name = "Models", description = "Which version of a model answers, and which may")
interface ModelApi {

  String VERSION = "/v1/models/{name}/versions/{version}";

  /** What every operation on a version answers. */
  @ApiResponse(
      responseCode = "200",
      description = "How the model stands now",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = StandingJson.class)))
  @ApiResponse(
      responseCode = "403",
      description = "An override is asked for, which the management port takes")
  @ApiResponse(responseCode = "404", description = "There is no such model or version")
  @ApiResponse(
      responseCode = "409",
      description = "The gate refuses the version, at what `failed` tells; or it can't be done")
  @ApiResponse(
      responseCode = "503",
      description = "The source of truth doesn't answer, or too many operations at once")
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @interface AnswersStanding {}

  @Operation(summary = "List models with their versions, roles, verdicts, calls and errors")
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = ModelsJson.class)))
  @GetMapping(path = "/v1/models", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> models();

  @Operation(summary = "Tell how one model stands")
  @AnswersStanding
  @GetMapping(path = "/v1/models/{name}", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> model(@Parameter(example = "eta") @PathVariable String name);

  @Operation(
      summary = "Have the gate judge a version",
      description =
          "Measured on this machine, anew if it was before; takes seconds. With `Accept: text/plain` as a table to read.")
  @ApiResponse(
      responseCode = "200",
      description = "Every number with its threshold and verdict",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON_VALUE,
            schema = @Schema(implementation = GateReport.class)),
        @Content(
            mediaType = MediaType.TEXT_PLAIN_VALUE,
            schema = @Schema(implementation = String.class))
      })
  @PostMapping(
      path = VERSION + "/evaluate",
      produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_PLAIN_VALUE})
  ResponseEntity<byte[]> evaluate(
      HttpServletRequest request,
      @Parameter(example = "eta") @PathVariable String name,
      @Parameter(example = "1") @PathVariable String version);

  @Operation(
      summary = "Let a version answer all orders",
      description =
          "The gate judges it first if it has not. What answered before becomes the previous version. Answered once this process serves it.")
  @AnswersStanding
  @PostMapping(path = VERSION + "/activate", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> activate(
      HttpServletRequest request,
      @Parameter(example = "eta") @PathVariable String name,
      @Parameter(example = "1") @PathVariable String version)
      throws IOException;

  @Operation(
      summary = "Let a version answer a share of the orders",
      description =
          "Always the same ones, by a hash of orderId or else restaurantId; a larger share has these and more. The gate judges it first if it has not.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = CanaryJson.class),
              examples = @ExampleObject(name = "one in twenty", value = "{\"percent\": 5}")))
  @AnswersStanding
  @PostMapping(
      path = VERSION + "/canary",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> canary(
      HttpServletRequest request,
      @Parameter(example = "eta") @PathVariable String name,
      @Parameter(example = "1") @PathVariable String version)
      throws IOException;

  @Operation(
      summary = "Have a version asked beside the one that answers",
      description =
          "Nobody is told what it says; meters compare its medians, and outcomes its errors. The gate need not have accepted it.")
  @AnswersStanding
  @PostMapping(path = VERSION + "/shadow", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> shadow(
      HttpServletRequest request,
      @Parameter(example = "eta") @PathVariable String name,
      @Parameter(example = "1") @PathVariable String version);

  @Operation(
      summary = "Take a version's role away",
      description = "The stable one is followed by the previous one.")
  @AnswersStanding
  @PostMapping(path = VERSION + "/retire", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> retire(
      HttpServletRequest request,
      @Parameter(example = "eta") @PathVariable String name,
      @Parameter(example = "1") @PathVariable String version);
}
