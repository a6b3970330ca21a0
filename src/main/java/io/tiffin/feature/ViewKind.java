package io.tiffin.feature;

/** Where the rows of a view come from. */
public enum ViewKind {
  /** Computed from the order being estimated; never stored. */
  REQUEST,
  /** Written through the feature API or in bulk; a row holds values. */
  LOADED,
  /**
   * Aggregated from events; a row holds window state, and values are computed at the instant of
   * reading.
   */
  EVENT;

  /** The name used in the catalogue's YAML: the constant's name in lower case. */
  public String yamlName() {
    return switch (this) {
      case REQUEST -> "request";
      case LOADED -> "loaded";
      case EVENT -> "event";
    };
  }
}
