package io.tiffin.window;

/** What decoding a row's body for writing came to. */
public sealed interface DecodedState {

  /** The state, which the caller owns. */
  record Decoded(WindowState state) implements DecodedState {}

  /**
   * The body is not the state of this view.
   *
   * @param reason never {@link ReadOutcome#READ}
   */
  record Unreadable(ReadOutcome reason) implements DecodedState {}
}
