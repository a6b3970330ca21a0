package io.tiffin.model;

/**
 * A bundle, or the model in it, is not taken. The message is one sentence for operators that names
 * the file and, where there is one, the field. Nothing of the bundle stays loaded.
 */
public final class BundleRefusedException extends Exception {

  private static final long serialVersionUID = 1;

  private final String sentence;

  public BundleRefusedException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  public BundleRefusedException(String sentence, Throwable cause) {
    super(sentence, cause);
    this.sentence = sentence;
  }

  @Override
  public String getMessage() {
    return sentence;
  }
}
