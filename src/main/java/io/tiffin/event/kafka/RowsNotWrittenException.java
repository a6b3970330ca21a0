package io.tiffin.event.kafka;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The source of truth did not take a batch of rows: it is to be written again. */
final class RowsNotWrittenException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  RowsNotWrittenException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
