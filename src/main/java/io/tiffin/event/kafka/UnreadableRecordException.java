package io.tiffin.event.kafka;

import java.io.Serial;

/** A record of this runtime's own topics is not what this version writes. */
final class UnreadableRecordException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  UnreadableRecordException(String message) {
    super(message);
  }

  UnreadableRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
