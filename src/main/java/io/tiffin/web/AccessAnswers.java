package io.tiffin.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** Tells callers that they are not known, or may not, as problem details. */
final class AccessAnswers implements AuthenticationEntryPoint, AccessDeniedHandler {

  private static final String SCHEME = "Bearer realm=\"tiffin\"";

  private final ProblemAnswers answers;

  AccessAnswers(ProblemAnswers answers) {
    this.answers = answers;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, SCHEME);
    write(
        response,
        ProblemType.UNAUTHENTICATED,
        "send a valid key or token in the header Authorization: Bearer …");
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure)
      throws IOException {
    write(response, ProblemType.FORBIDDEN, "the caller's roles do not include the one this needs");
  }

  void write(HttpServletResponse response, ProblemType type, String detail) throws IOException {
    byte[] body = answers.body(type, detail);
    response.setStatus(type.status().value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setContentLength(body.length);
    if (type == ProblemType.TOO_MANY_REQUESTS) {
      response.setHeader(HttpHeaders.RETRY_AFTER, "1");
    }
    response.getOutputStream().write(body);
  }
}
