package io.tiffin.serving;

/** A feature or view was named that the catalogue does not have. Nothing was read or changed. */
public final class UnknownFeatureException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final String name;

  /**
   * @param name what was named, such as {@code restaurant_live.orders_outstandin}
   */
  public UnknownFeatureException(String name) {
    super("the catalogue has no " + name);
    this.name = name;
  }

  /** What was named. */
  public String name() {
    return name;
  }
}
