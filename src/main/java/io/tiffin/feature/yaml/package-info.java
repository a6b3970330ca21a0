/**
 * The catalogue's YAML: the product's own file and the user's, read with line marks, checked and
 * merged into one {@link io.tiffin.feature.Catalogue}.
 *
 * <p>This room must not know stores, models, HTTP, or what an event looks like beyond the names in
 * its vocabulary. The grammar is described in {@code src/docs/catalogue.md}. Start at {@link
 * io.tiffin.feature.yaml.CatalogueReader}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"feature"})
package io.tiffin.feature.yaml;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
