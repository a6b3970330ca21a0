package io.tiffin.store.firestore;

/** The cause of an outcome: Firestore was not asked, or gave no answer for a key. */
final class FirestoreUnavailableException extends Exception {

  private static final long serialVersionUID = 1;

  FirestoreUnavailableException(String message) {
    super(message);
  }
}
