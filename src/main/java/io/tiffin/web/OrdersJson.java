package io.tiffin.web;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** The shape of a batch, for the API's documentation; {@link BatchReader} reads it. */
@Schema(name = "Orders", additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
record OrdersJson(
    @ArraySchema(
            maxItems = 1000,
            arraySchema = @Schema(requiredMode = Schema.RequiredMode.REQUIRED))
        List<OrderJson> orders) {}
