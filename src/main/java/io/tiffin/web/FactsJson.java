package io.tiffin.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;

/** The shape of an entity's facts, for the API's documentation; {@link FactsReader} reads it. */
@Schema(name = "Facts", additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
record FactsJson(
    @Schema(
            description = "When the values were true; at most 2 minutes ahead of now",
            requiredMode = Schema.RequiredMode.REQUIRED)
        Instant eventTime,
    @Schema(
            description = "By feature name within the view; features not named become null",
            requiredMode = Schema.RequiredMode.REQUIRED,
            additionalPropertiesSchema = Object.class)
        Map<String, Object> values) {}
