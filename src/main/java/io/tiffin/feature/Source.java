package io.tiffin.feature;

/**
 * Who supplied a value, as told to callers in {@code source}. A store names itself; the constants
 * here are the sources that are no store.
 *
 * @param name upper case, as in JSON: {@code REQUEST}, {@code ROCKSDB}, {@code DEFAULT} …
 */
public record Source(String name) {
  /** The caller's own order. */
  public static final Source REQUEST = new Source("REQUEST");

  /** An expression of other features. */
  public static final Source COMPUTED = new Source("COMPUTED");

  /** The parent entity's value of the same quantity. */
  public static final Source PARENT = new Source("PARENT");

  /** The declared default. */
  public static final Source DEFAULT = new Source("DEFAULT");

  @Override
  public String toString() {
    return name;
  }
}
