package io.tiffin.feature;

import org.jspecify.annotations.Nullable;

/** stub. */
public final class PackedValues implements Reading {
  public boolean isNull(int s) {
    return s > 0;
  }

  public double number(int s) {
    return s;
  }

  public @Nullable String text(int s) {
    return "" + s;
  }
}
