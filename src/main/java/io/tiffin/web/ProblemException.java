package io.tiffin.web;

import io.tiffin.web.ProblemJson.Happened;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that is refused, with what its caller is told. Nothing was done, or else the detail
 * says so.
 */
final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final ProblemType type;
  private final transient List<Violation> violations;
  private final transient @Nullable Happened happened;

  /**
   * @param detail what is wrong with this request, for its caller
   */
  ProblemException(ProblemType type, String detail) {
    this(type, detail, List.of(), null);
  }

  ProblemException(ProblemType type, String detail, List<Violation> violations) {
    this(type, detail, violations, null);
  }

  /**
   * @param happened what has made the request impossible
   */
  ProblemException(ProblemType type, String detail, Happened happened) {
    this(type, detail, List.of(), happened);
  }

  private ProblemException(
      ProblemType type, String detail, List<Violation> violations, @Nullable Happened happened) {
    super(detail, null, false, false); // a refusal is an answer and no bug: nobody reads its stack
    this.type = type;
    this.violations = List.copyOf(violations);
    this.happened = happened;
  }

  ProblemType type() {
    return type;
  }

  /** What has made the request impossible; null if it never was possible. */
  @Nullable Happened happened() {
    return happened;
  }

  /** The fields that are wrong; empty if the problem is not in a field. */
  List<Violation> violations() {
    return violations;
  }
}
