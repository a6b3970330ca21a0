/** What chains of tiers answer when something goes wrong, with everything that guards them. */
@NullMarked
package io.tiffin.fault;

import org.jspecify.annotations.NullMarked;
