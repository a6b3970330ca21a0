package io.tiffin.bulk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that cannot be read or written; the message is for operators. */
final class UnusableFileException extends Exception {

  private static final long serialVersionUID = 1;

  private UnusableFileException(String message, Throwable cause) {
    super(message, cause);
  }

  static UnusableFileException unread(Path file, Exception cause) {
    return new UnusableFileException(file + " cannot be read: " + reason(cause), cause);
  }

  static UnusableFileException unwritten(Path file, Exception cause) {
    return new UnusableFileException(file + " cannot be written: " + reason(cause), cause);
  }

  /** Those of the file system have nothing but the file's name as their message. */
  private static String reason(Exception cause) {
    return switch (cause) {
      case NoSuchFileException missing -> "there is no " + missing.getFile();
      case AccessDeniedException denied -> "access to " + denied.getFile() + " is denied";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      case EOFException _ -> "it ends too early";
      case IOException other when other.getMessage() != null -> other.getMessage();
      case UnreadableOrdersException orders -> String.valueOf(orders.getMessage());
      default -> cause.toString();
    };
  }
}
