package io.tiffin.event.embedded;

import java.nio.file.Path;

/** A line of a file of events holds none. */
final class UnreadableEventFileException extends RuntimeException {

  private static final long serialVersionUID = 1;

  UnreadableEventFileException(Path file, long line, String reason) {
    super("%s, line %d: %s".formatted(file, line, reason));
  }
}
