package io.tiffin.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The shape of an order, for the API's documentation; {@link OrderReader} reads it, so that all
 * that is wrong can be told at once.
 */
@Schema(name = "Order", additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
record OrderJson(
    @Schema(description = "The caller's own identifier", minLength = 1, maxLength = 128)
        String orderId,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, minLength = 1, maxLength = 128)
        String restaurantId,
    @Schema(description = "WGS 84; without it features of the zone fall to their parents")
        Dropoff dropoff,
    @Schema(description = "Default now; at most 24 h away from now") Instant placedAt,
    List<Item> items,
    @Schema(description = "In place of items", minimum = "1", maximum = "1000") Integer itemCount,
    @Schema(description = "In place of the items' prices", minimum = "0", maximum = "1000000000")
        Long subtotalCents,
    @Schema(
            description = "Catalogued features by full name; they beat stored values",
            additionalPropertiesSchema = Object.class)
        Map<String, Object> features,
    @Schema(
            description = "What the customer was told: the line between on time and late",
            defaultValue = "45",
            minimum = "1",
            maximum = "1440")
        Double promisedMinutes,
    @Schema(description = "Lowers the time to answer in", minimum = "1", maximum = "600000")
        Long deadlineMillis) {

  /** Where the order goes. */
  @Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
  record Dropoff(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, minimum = "-90", maximum = "90")
          double lat,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, minimum = "-180", maximum = "180")
          double lon) {}

  /** One line of the order. */
  @Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
  record Item(
      @Schema(minLength = 1, maxLength = 128) String sku,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, minimum = "1", maximum = "1000")
          int quantity,
      @Schema(minimum = "0", maximum = "1000000000") Long priceCents) {}
}
