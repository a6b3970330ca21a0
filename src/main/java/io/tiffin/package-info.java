/**
 * The root: {@code main} and the only beans that read a clock. It must not know what Tiffin does;
 * whoever needs the time takes it as a constructor parameter. Start at {@link
 * io.tiffin.TiffinApplication}.
 */
@NullMarked
package io.tiffin;

import org.jspecify.annotations.NullMarked;
