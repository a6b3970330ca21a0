package io.tiffin.web;

import java.util.Locale;
import java.util.Optional;

/** What a caller may do. Only {@link #ADMIN} includes the others. */
enum AccessRole {
  /** Asks for estimates. */
  ESTIMATOR,
  /** Sends events and outcomes, writes and loads features. */
  WRITER,
  /** Reads features, the catalogue, models, and what Actuator tells. */
  VIEWER,
  /** Everything, also what changes which model answers. */
  ADMIN;

  /** The role that a text names, in any case; empty for texts that name none. */
  static Optional<AccessRole> of(String text) {
    try {
      return Optional.of(valueOf(text.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }
}
