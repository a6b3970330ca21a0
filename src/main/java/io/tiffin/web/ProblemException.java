package io.tiffin.web;

import io.tiffin.gate.GateCheck;
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
  private final transient List<GateCheck> failed;

  /**
   * @param detail what is wrong with this request, for its caller
   */
  ProblemException(ProblemType type, String detail) {
    this(type, detail, List.of(), null, List.of());
  }

  ProblemException(ProblemType type, String detail, List<Violation> violations) {
    this(type, detail, violations, null, List.of());
  }

  /**
   * @param happened what has made the request impossible
   */
  ProblemException(ProblemType type, String detail, Happened happened) {
    this(type, detail, List.of(), happened, List.of());
  }

  /**
   * A version that the gate refuses.
   *
   * @param failed what it failed at
   */
  ProblemException(String detail, List<GateCheck> failed) {
    this(ProblemType.MODEL_REFUSED, detail, List.of(), null, failed);
  }

  private ProblemException(
      ProblemType type,
      String detail,
      List<Violation> violations,
      @Nullable Happened happened,
      List<GateCheck> failed) {
    super(detail, null, false, false); // a refusal is an answer and no bug: nobody reads its stack
    this.type = type;
    this.violations = List.copyOf(violations);
    this.happened = happened;
    this.failed = List.copyOf(failed);
  }

  ProblemType type() {
    return type;
  }

  /** What has made the request impossible; null if it never was possible. */
  @Nullable Happened happened() {
    return happened;
  }

  /** What a version failed at; empty for any other problem. */
  List<GateCheck> failed() {
    return failed;
  }

  /** The fields that are wrong; empty if the problem is not in a field. */
  List<Violation> violations() {
    return violations;
  }
}
