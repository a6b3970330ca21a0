/**
 * Hostile callers: requests by the thousand that are derived from the service's own OpenAPI
 * document, and secrets that must show nowhere. Start at {@link io.tiffin.fuzz.OpenApiFuzzTests}.
 */
@NullMarked
@ApplicationModule
package io.tiffin.fuzz;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
