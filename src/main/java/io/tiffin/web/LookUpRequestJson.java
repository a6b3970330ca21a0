package io.tiffin.web;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** The shape of a look-up, for the API's documentation; {@link LookUpRequest} reads it. */
@Schema(name = "LookUpRequest", additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
record LookUpRequestJson(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, minLength = 1, maxLength = 256)
        String view,
    @ArraySchema(
            minItems = 1,
            maxItems = 1000,
            schema = @Schema(minLength = 1, maxLength = 256),
            arraySchema = @Schema(requiredMode = Schema.RequiredMode.REQUIRED))
        List<String> entities,
    @ArraySchema(
            maxItems = 1000,
            schema = @Schema(minLength = 1, maxLength = 256),
            arraySchema = @Schema(description = "Names within the view; all if absent"))
        List<String> features,
    @Schema(
            description = "Tightens the features' own max ages",
            minimum = "0",
            maximum = "315360000000")
        Long maxAgeMillis) {}
