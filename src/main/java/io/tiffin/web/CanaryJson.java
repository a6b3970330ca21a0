package io.tiffin.web;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * How much a canary answers, as the documentation shows it.
 *
 * @param percent share of the orders
 */
record CanaryJson(
    @Schema(minimum = "0", maximum = "100", requiredMode = Schema.RequiredMode.REQUIRED)
        int percent) {}
