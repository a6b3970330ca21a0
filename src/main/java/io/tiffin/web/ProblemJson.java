package io.tiffin.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Problem details by RFC 9457.
 *
 * @param type what kind of problem, stable
 * @param title that kind in words
 * @param status the HTTP status
 * @param detail what is wrong with this request
 * @param errors every field that is wrong; absent if the problem is not in a field
 */
@Schema(name = "Problem")
record ProblemJson(
    String type, String title, int status, String detail, @Nullable List<Violation> errors) {

  static ProblemJson of(ProblemException problem) {
    return of(problem.type(), String.valueOf(problem.getMessage()), problem.violations());
  }

  static ProblemJson of(ProblemType type, String detail, List<Violation> violations) {
    return new ProblemJson(
        type.uri().toString(),
        type.title(),
        type.status().value(),
        detail,
        violations.isEmpty() ? null : violations);
  }

  /** The same problem under a status that its type does not have by itself. */
  ProblemJson withStatus(int other) {
    return new ProblemJson(type, title, other, detail, errors);
  }
}
