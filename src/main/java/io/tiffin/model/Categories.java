package io.tiffin.model;

import org.jspecify.annotations.Nullable;

/**
 * How text becomes the row of an embedding. Trainer and server share it, and a Python port is five
 * lines.
 */
public final class Categories {

  private Categories() {}

  /**
   * The bucket of a text: 0 if it is missing or empty, else 1 to {@code buckets} − 1.
   *
   * <p>The hash is that of {@link String#hashCode} (specified by the JDK) through the 32-bit
   * finalizer of MurmurHash3, so that neighbouring identifiers spread.
   */
  public static int bucket(@Nullable String text, int buckets) {
    if (text == null || text.isEmpty()) {
      return 0;
    }
    int hash = text.hashCode();
    hash ^= hash >>> 16;
    hash *= 0x85ebca6b;
    hash ^= hash >>> 13;
    hash *= 0xc2b2ae35;
    hash ^= hash >>> 16;
    return 1 + Math.floorMod(hash, buckets - 1);
  }
}
