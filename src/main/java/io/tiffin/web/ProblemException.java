package io.tiffin.web;

import java.util.List;

/**
 * A request that is refused, with what its caller is told. Nothing was done, or else the detail
 * says so.
 */
final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final ProblemType type;
  private final transient List<Violation> violations;

  /**
   * @param detail what is wrong with this request, for its caller
   */
  ProblemException(ProblemType type, String detail) {
    this(type, detail, List.of());
  }

  ProblemException(ProblemType type, String detail, List<Violation> violations) {
    super(detail, null, false, false); // a refusal is an answer and no bug: nobody reads its stack
    this.type = type;
    this.violations = List.copyOf(violations);
  }

  ProblemType type() {
    return type;
  }

  /** The fields that are wrong; empty if the problem is not in a field. */
  List<Violation> violations() {
    return violations;
  }
}
