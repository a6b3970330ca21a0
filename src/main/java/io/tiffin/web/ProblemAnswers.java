package io.tiffin.web;

import io.tiffin.trace.Traces;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * Writes problem details as answers, whatever the caller said it accepts: a refusal is never
 * refused itself.
 */
final class ProblemAnswers {

  /**
   * One second: queues at the door empty within milliseconds, stores come back within seconds.
   * Chosen.
   */
  private static final String RETRY_AFTER_S = "1";

  private final StrictJson json;
  private final Traces traces;

  ProblemAnswers(StrictJson json, Traces traces) {
    this.json = json;
    this.traces = traces;
  }

  ResponseEntity<Object> of(ProblemException problem) {
    return of(problem.type(), ProblemJson.of(problem), HttpHeaders.EMPTY);
  }

  ResponseEntity<Object> of(ProblemType type, String detail, HttpHeaders headers) {
    return of(type, ProblemJson.of(type, detail), headers);
  }

  /** The body alone, for whoever writes below the framework. */
  byte[] body(ProblemType type, int status) {
    ProblemJson problem = ProblemJson.of(type, type.title());
    return json.write(problem.withStatus(status));
  }

  /** The body alone, for filters. */
  byte[] body(ProblemType type, String detail) {
    return json.write(ProblemJson.of(type, detail));
  }

  private ResponseEntity<Object> of(ProblemType type, ProblemJson problem, HttpHeaders headers) {
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(type.status())
            .headers(headers)
            .contentType(MediaType.APPLICATION_PROBLEM_JSON);
    if (type.status().is5xxServerError()) {
      traces.current().failed(type.uri().toString());
    }
    if (type.status().value() == 503) {
      answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_S);
    }
    return answer.body(json.write(problem));
  }
}
