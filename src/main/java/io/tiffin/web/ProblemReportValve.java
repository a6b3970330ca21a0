package io.tiffin.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;

/**
 * Answers requests that are too malformed to reach any servlet, in place of Tomcat's page with its
 * version.
 */
final class ProblemReportValve extends ErrorReportValve {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemReportValve.class);

  private final ProblemAnswers answers;

  ProblemReportValve(ProblemAnswers answers) {
    this.answers = answers;
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    int status = response.getStatus();
    boolean untold =
        status >= HttpServletResponse.SC_BAD_REQUEST && response.getContentWritten() == 0;
    if (!untold || !response.setErrorReported()) {
      return;
    }
    try {
      GuardedAnswers.guard(response);
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      byte[] body = answers.body(ProblemType.of(status), status);
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
      response.finishResponse();
    } catch (IOException | IllegalStateException e) {
      LOG.debug("A refusal could not be told", e);
    }
  }
}
