package io.tiffin.feature.yaml;

import jakarta.validation.constraints.NotBlank;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The user's part of the feature catalogue.
 *
 * @param locations catalogue files to merge behind the product's, in this order: paths of files, or
 *     {@code classpath:} and other resource locations
 */
@Validated
@ConfigurationProperties("tiffin.catalogue")
record CatalogueProperties(@DefaultValue List<@NotBlank String> locations) {}
