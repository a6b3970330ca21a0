package io.tiffin.store.firestore;

import org.springframework.core.NestedExceptionUtils;

/** Firestore can never work as configured, so the service must not start. */
final class FirestoreUnusableException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  FirestoreUnusableException(Throwable cause) {
    super("Firestore cannot be opened: " + rootMessage(cause), cause);
  }

  private static String rootMessage(Throwable cause) {
    return String.valueOf(NestedExceptionUtils.getMostSpecificCause(cause).getMessage());
  }
}
