/**
 * Two processes that write and read the same rows through the same tiers, and a checker of what
 * they saw: nothing goes back, and nothing old is served for longer than is promised. Start at
 * {@link io.tiffin.coherence.CoherenceTests}.
 */
@NullMarked
@ApplicationModule
package io.tiffin.coherence;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
