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
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;

/** What is documented of events. */
@Tag(name = "Events", description = "What happens to orders, couriers and restaurants")
interface EventApi {

  String NDJSON = "application/x-ndjson";

  /** What becomes of events, in either format. */
  @ApiResponse(
      responseCode = "200",
      description = "Every event is durable",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = EventReceiptJson.class)))
  @ApiResponse(
      responseCode = "207",
      description = "Some events are rejected; the others are durable",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = EventReceiptJson.class)))
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @interface AnswersReceipt {}

  @Operation(
      summary = "Send up to 5,000 events",
      description =
          "Answered once the events are durable. As JSON, or as NDJSON with an event a line, which is taken in as it"
              + " streams. A bad event is rejected alone, the status is then 207, and the first 100 reasons are told."
              + " Sending the same events again changes nothing.")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON_VALUE,
            schema = @Schema(implementation = EventsJson.class),
            examples =
                @ExampleObject(
                    name = "an order is placed and accepted",
                    value =
                        """
                        {"events": [
                          {"eventId": "e-1", "type": "order.placed", "eventTime": "2026-01-15T09:30:00Z", "cityId": "berlin",
                           "orderId": "o-example", "restaurantId": "r-17", "dropoff": {"lat": 52.5205, "lon": 13.4095},
                           "itemsTotal": 3, "itemsDistinct": 2, "subtotalCents": 3520, "promisedMinutes": 40},
                          {"eventId": "e-2", "type": "order.accepted", "eventTime": "2026-01-15T09:31:10Z", "cityId": "berlin",
                           "orderId": "o-example"}]}\
                        """)),
        @Content(
            mediaType = NDJSON,
            schema = @Schema(type = "string"),
            examples =
                @ExampleObject(
                    name = "ndjson",
                    value =
                        """
                        {"eventId": "e-3", "type": "courier.online", "eventTime": "2026-01-15T09:00:00Z", "cityId": "berlin", "courierId": "c-example", "place": {"lat": 52.5163, "lon": 13.3777}}
                        {"eventId": "e-4", "type": "courier.assigned", "eventTime": "2026-01-15T09:33:00Z", "cityId": "berlin", "orderId": "o-example", "courierId": "c-example"}
                        """))
      })
  @AnswersReceipt
  @ApiResponse(
      responseCode = "4XX",
      description =
          "What is wrong with the body as a whole, or why no events are taken here (409). Of NDJSON, lines before may"
              + " be accepted; the detail tells how many")
  @ApiResponse(
      responseCode = "503",
      description = "Whether the events are durable is not known: to be sent again")
  @PostMapping(
      path = "/v1/events",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> accept(HttpServletRequest request) throws IOException;

  /** As {@link #accept}, which documents both: they are one operation with two formats. */
  @AnswersReceipt
  @PostMapping(path = "/v1/events", consumes = NDJSON, produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> acceptLines(HttpServletRequest request) throws IOException;
}
