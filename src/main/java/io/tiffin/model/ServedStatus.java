package io.tiffin.model;

/** How it stands with the model that answers whoever asks for none by name. Thread-safe. */
public interface ServedStatus {

  /** How it stands now. */
  Status status();

  /**
   * Waits until the first load has ended, well or not; returns at once after that, and early if
   * interrupted.
   */
  void awaitLoaded();

  /** What there is to serve. */
  sealed interface Status {

    /** The model is not there yet. */
    record Loading() implements Status {}

    /** The version answers; it has been warmed. */
    record Serving(LoadedVersion version) implements Status {}

    /**
     * There is no model.
     *
     * @param reason one sentence for operators
     */
    record Unavailable(String reason) implements Status {}
  }
}
