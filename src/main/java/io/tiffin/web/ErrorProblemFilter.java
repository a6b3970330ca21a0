package io.tiffin.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;

/** Answers what was refused below all endpoints, on a port that has no controllers for it. */
final class ErrorProblemFilter extends HttpFilter {

  private static final long serialVersionUID = 1;

  private final transient ProblemAnswers answers;

  ErrorProblemFilter(ProblemAnswers answers) {
    this.answers = answers;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException {
    Object raised = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    int status = raised instanceof Integer code ? code : HttpServletResponse.SC_NOT_FOUND;
    GuardedAnswers.guard(response);
    response.setStatus(status);
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    byte[] body = answers.body(ProblemType.of(status), status);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
