package io.tiffin.web;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tiffin.gate.GateCheck;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Problem details by RFC 9457.
 *
 * @param type what kind of problem, stable
 * @param title that kind in words
 * @param status the HTTP status
 * @param detail what is wrong with this request
 * @param happened what has made the request impossible; absent if nothing has
 * @param failed what the gate refuses a version for; absent for any other problem
 * @param errors every field that is wrong; absent if the problem is not in a field
 * @param traceId what logs and traces know the request by; absent unless the service traces
 */
@Schema(name = "Problem")
record ProblemJson(
    String type,
    String title,
    int status,
    String detail,
    @Nullable Happened happened,
    @Nullable List<GateCheck> failed,
    @Nullable List<Violation> errors,
    @Nullable String traceId) {

  /** Under which the id of a request's trace stands beside what is logged of it. */
  private static final String TRACE_ID = "traceId";

  /**
   * An event.
   *
   * @param event its type
   * @param at when it happened
   */
  @Schema(name = "Happened")
  record Happened(String event, Instant at) {}

  static ProblemJson of(ProblemException problem) {
    return of(
        problem.type(),
        String.valueOf(problem.getMessage()),
        problem.happened(),
        problem.failed(),
        problem.violations());
  }

  static ProblemJson of(ProblemType type, String detail) {
    return of(type, detail, null, List.of(), List.of());
  }

  private static ProblemJson of(
      ProblemType type,
      String detail,
      @Nullable Happened happened,
      List<GateCheck> failed,
      List<Violation> violations) {
    return new ProblemJson(
        type.uri().toString(),
        type.title(),
        type.status().value(),
        detail,
        happened,
        failed.isEmpty() ? null : failed,
        violations.isEmpty() ? null : violations,
        MDC.get(TRACE_ID));
  }

  /** The same problem under a status that its type does not have by itself. */
  ProblemJson withStatus(int other) {
    return new ProblemJson(type, title, other, detail, happened, failed, errors, traceId);
  }
}
