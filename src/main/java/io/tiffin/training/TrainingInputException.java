package io.tiffin.training;

/**
 * What was given to train on cannot be used. The message is one sentence that names the file and
 * the line, column or field.
 */
public final class TrainingInputException extends Exception {

  private static final long serialVersionUID = 1;

  public TrainingInputException(String sentence) {
    super(sentence);
  }

  public TrainingInputException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
