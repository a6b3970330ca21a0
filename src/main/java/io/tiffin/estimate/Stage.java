package io.tiffin.estimate;

import java.util.Locale;

/** Where the time of an estimate goes. */
public enum Stage {
  /** Reading and checking the request. */
  DECODE,
  /** Waiting at the door, when many ask at once. */
  QUEUE,
  /** Reading the journey of an order on its way. */
  JOURNEY,
  /** Completing orders with features. */
  LOOK_UP,
  /** The model's call, with its own queue. */
  INFERENCE,
  /** Writing the answer. */
  ENCODE;

  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
