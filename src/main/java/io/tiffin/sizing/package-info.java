/**
 * What a feature view costs in which stores: a workload and a list of prices in, a ranking of
 * combinations of tiers out.
 *
 * <p>This room must not know any store's code, HTTP or the time of day; all that it knows of stores
 * stands in {@code tiffin/prices.yaml}. The formulas are in {@code src/docs/choosing-stores.md}.
 * Start at {@link io.tiffin.sizing.StoreSizing}; how a charge is calculated is in {@code Charge}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"feature"})
package io.tiffin.sizing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
