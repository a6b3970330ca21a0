package io.tiffin.sizing;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What sizing calculates with.
 *
 * @param prices file of prices and capacities: the path of a file, or a {@code classpath:} or other
 *     resource location
 */
@Validated
@ConfigurationProperties("tiffin.sizing")
record SizingProperties(@DefaultValue("classpath:tiffin/prices.yaml") @NotBlank String prices) {}
