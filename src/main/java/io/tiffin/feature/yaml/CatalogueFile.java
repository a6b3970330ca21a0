package io.tiffin.feature.yaml;

/**
 * The text of one catalogue file.
 *
 * @param name how sentences about it name it, such as {@code catalogue.yaml}
 * @param yaml its whole text
 */
public record CatalogueFile(String name, String yaml) {}
