package io.tiffin.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of an order, as the documentation shows it: {@code orderId} with {@code deliveredAt},
 * or {@code estimateId} with {@code minutes}.
 *
 * @param minutes from the estimate's {@code placedAt} to the delivery
 */
@Schema(name = "Outcome", additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
record OutcomeJson(
    @Schema(minLength = 1, maxLength = 128) @Nullable String orderId,
    @Nullable Instant deliveredAt,
    @Schema(minLength = 1, maxLength = 128) @Nullable String estimateId,
    @Schema(minimum = "0", maximum = "1440") @Nullable Double minutes) {

  /**
   * What an outcome was held against.
   *
   * @param matched whether this process remembers an estimate of that order
   */
  @Schema(name = "OutcomeReceipt")
  record Receipt(boolean matched) {}
}
