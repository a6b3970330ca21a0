package io.tiffin.store;

/** The configuration asks for tiers that cannot be. */
final class TierConfigurationException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  private final String action;

  /**
   * @param description one sentence that names the property and what is wrong with it
   * @param action one sentence that says what to do
   */
  TierConfigurationException(String description, String action) {
    super(description);
    this.action = action;
  }

  String action() {
    return action;
  }
}
