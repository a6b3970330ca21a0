package io.tiffin.model.djl;

/** The settings ask for a device that models cannot run on here. */
final class DeviceRefusedException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  private final String action;

  /**
   * @param description one sentence that names the property and what there is
   * @param action one sentence that says what to do
   */
  DeviceRefusedException(String description, String action) {
    super(description);
    this.action = action;
  }

  String action() {
    return action;
  }
}
