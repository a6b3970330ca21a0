package io.tiffin;

/** The configuration asks for a clock that cannot be. */
final class ClockRefusedException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  private final String action;

  /**
   * @param description one sentence that names the property and what is wrong with it
   * @param action one sentence that says what to do
   */
  ClockRefusedException(String description, String action) {
    super(description);
    this.action = action;
  }

  String action() {
    return action;
  }
}
