package io.tiffin.registry;

/** A version does not come into memory. The message is one sentence for operators. */
final class LoadFailedException extends Exception {

  private static final long serialVersionUID = 1;

  private final boolean lasts;

  /**
   * @param lasts whether it is no better a moment later, unlike where files are on their way
   */
  LoadFailedException(String sentence, boolean lasts) {
    super(sentence);
    this.lasts = lasts;
  }

  LoadFailedException(String sentence, Throwable cause) {
    super(sentence, cause);
    lasts = true;
  }

  boolean lasts() {
    return lasts;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
