package io.tiffin.web;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with a request, so that a caller learns it in one go. */
final class Violations {

  /** Beyond this many a caller has other worries, and the answer must stay bounded. Chosen. */
  private static final int MOST = 100;

  private final List<Violation> found = new ArrayList<>(0);
  private boolean onlyFeatures = true;

  /** A field that is missing, unknown, of the wrong type or out of range. */
  void add(String field, String message) {
    onlyFeatures = false;
    keep(field, message);
  }

  /** A feature that the catalogue does not have, or has with another type. */
  void addFeature(String field, String message) {
    keep(field, message);
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /**
   * Refuses the request if anything was wrong with it.
   *
   * @throws ProblemException that lists all of it
   */
  void refuseIfAny() {
    if (!found.isEmpty()) {
      throw toProblem();
    }
  }

  ProblemException toProblem() {
    ProblemType type = onlyFeatures ? ProblemType.UNKNOWN_FEATURE : ProblemType.INVALID_FIELDS;
    Violation first = found.getFirst();
    return new ProblemException(type, first.field() + ": " + first.message(), found);
  }

  private void keep(String field, String message) {
    if (found.size() < MOST) {
      found.add(new Violation(field, message));
    }
  }
}
