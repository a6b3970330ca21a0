package io.tiffin.bulk;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The orders of a file, one after another; none is kept. For one thread. */
@FunctionalInterface
public interface OrderLines {

  /** The next one, right or wrong; null at the end of the file. */
  @Nullable OrderLine next() throws IOException;
}
