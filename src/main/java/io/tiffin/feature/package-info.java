/**
 * What a feature is: name, type, unit, view, entity key, row, value and its provenance; the
 * catalogue that declares them all.
 *
 * <p>This room must not know stores, models, HTTP or any library: it is true with none of them in
 * sight. Start at {@link io.tiffin.feature.Catalogue}, then {@link io.tiffin.feature.Row} and
 * {@link io.tiffin.feature.RowCodec}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.tiffin.feature;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
