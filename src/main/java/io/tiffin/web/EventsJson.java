package io.tiffin.web;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/** The shape of a body of events, for the API's documentation; {@link EventReader} reads it. */
@Schema(name = "Events", additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
record EventsJson(
    @ArraySchema(
            maxItems = 5000,
            arraySchema = @Schema(requiredMode = Schema.RequiredMode.REQUIRED))
        List<EventJson> events) {

  /** Any event: what it has beside the first four fields depends on its type. */
  @Schema(name = "Event", additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
  record EventJson(
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              description = "Unique at its source",
              minLength = 1,
              maxLength = 128)
          String eventId,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "order.placed") String type,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              description = "When it happened, by the source's clock")
          Instant eventTime,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, minLength = 1, maxLength = 128)
          String cityId,
      @Schema(description = "Of every event about an order", minLength = 1, maxLength = 128)
          String orderId,
      @Schema(
              description = "Of order.placed and events about a restaurant",
              minLength = 1,
              maxLength = 128)
          String restaurantId,
      @Schema(description = "Of every event about a courier", minLength = 1, maxLength = 128)
          String courierId,
      @Schema(description = "Of order.placed; may be missing") OrderJson.Dropoff dropoff,
      @Schema(
              description = "Of order.placed: counting quantities",
              minimum = "1",
              maximum = "10000")
          Integer itemsTotal,
      @Schema(description = "Of order.placed: at most itemsTotal", minimum = "1", maximum = "10000")
          Integer itemsDistinct,
      @Schema(description = "Of order.placed", minimum = "0", maximum = "1000000000")
          Long subtotalCents,
      @Schema(
              description = "Of order.placed; may be missing",
              exclusiveMinimum = true,
              minimum = "0",
              maximum = "1440")
          Double promisedMinutes,
      @Schema(description = "Of order.cancelled", maxLength = 512) String stage,
      @Schema(description = "Of order.cancelled", maxLength = 512) String reason,
      @Schema(description = "Of courier.online, courier.location and restaurant.profile")
          OrderJson.Dropoff place,
      @Schema(description = "Of restaurant.profile", minLength = 1, maxLength = 128) String cuisine,
      @Schema(description = "Of restaurant.profile", example = "Europe/Berlin") String timeZone) {}
}
