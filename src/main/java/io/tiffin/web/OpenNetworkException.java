package io.tiffin.web;

/** Tiffin was told to listen where others can reach it, and nobody would need a key or token. */
final class OpenNetworkException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  private final String property;

  OpenNetworkException(String property, String address) {
    super(
        property
            + " is "
            + address
            + ", which other machines can reach, and tiffin.security.mode is open.");
    this.property = property;
  }

  /** The property to change. */
  String property() {
    return property;
  }
}
