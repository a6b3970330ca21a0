package io.tiffin.estimate;

/** The served model asks for features as the catalogue does not have them. */
final class UnfitModelException extends RuntimeException {

  private static final long serialVersionUID = 1;

  UnfitModelException(String message) {
    super(message);
  }
}
