package io.tiffin.web;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Turns everything that a controller or the framework throws into problem details that show nothing
 * of the inside.
 */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  private final ProblemAnswers answers;

  ProblemAdvice(ProblemAnswers answers) {
    this.answers = answers;
  }

  @ExceptionHandler
  ResponseEntity<Object> refused(ProblemException problem) {
    return answers.of(problem);
  }

  @ExceptionHandler
  ResponseEntity<Object> malformedQuery(InvalidParameterException e) {
    return answers.of(
        ProblemType.MALFORMED_REQUEST, "the query is not well-formed", HttpHeaders.EMPTY);
  }

  /** The caller hung up, or its body never came whole: nobody is there to be told. */
  @ExceptionHandler
  @Nullable ResponseEntity<Object> brokenConnection(IOException e) {
    LOG.debug("A connection broke", e);
    return null;
  }

  @ExceptionHandler
  ResponseEntity<Object> unforeseen(Exception e) {
    if (isOfNoPartOfHealth(e)) {
      return answers.of(ProblemType.NOT_FOUND, ProblemType.NOT_FOUND.title(), HttpHeaders.EMPTY);
    }
    LOG.error("A request broke", e);
    return answers.of(
        ProblemType.INTERNAL_ERROR, ProblemType.INTERNAL_ERROR.title(), HttpHeaders.EMPTY);
  }

  @Override
  protected ResponseEntity<Object> handleHttpRequestMethodNotSupported(
      HttpRequestMethodNotSupportedException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    Set<HttpMethod> allowed = e.getSupportedHttpMethods();
    return answers.of(
        ProblemType.METHOD_NOT_ALLOWED,
        allowed == null ? "this path does not take the method" : "use one of " + allowed,
        headers);
  }

  @Override
  protected ResponseEntity<Object> handleHttpMediaTypeNotSupported(
      HttpMediaTypeNotSupportedException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    List<MediaType> understood = e.getSupportedMediaTypes();
    return answers.of(
        ProblemType.UNSUPPORTED_MEDIA_TYPE, "set Content-Type to one of " + understood, headers);
  }

  @Override
  protected ResponseEntity<Object> handleMissingServletRequestParameter(
      MissingServletRequestParameterException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return invalid(e.getParameterName(), "is required");
  }

  @Override
  protected ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    String parameter = e.getPropertyName() == null ? "parameter" : e.getPropertyName();
    return invalid(parameter, "has the wrong type");
  }

  @Override
  protected ResponseEntity<Object> handleExceptionInternal(
      Exception e,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemType type = ProblemType.of(status.value());
    if (type == ProblemType.INTERNAL_ERROR) {
      LOG.error("A request broke", e);
    }
    return answers.of(type, type.title(), headers);
  }

  /**
   * Spring Boot 4.1.2 breaks on paths such as /actuator/health/a/b, where there is no a, and tells
   * so by nothing but where: anybody could fill the log with it.
   */
  private static boolean isOfNoPartOfHealth(Exception e) {
    return e instanceof IllegalStateException
        && Arrays.stream(e.getStackTrace())
            .limit(3)
            .anyMatch(frame -> frame.getClassName().endsWith(".HealthEndpointSupport"));
  }

  private ResponseEntity<Object> invalid(String field, String message) {
    Violations violations = new Violations();
    violations.add(field, message);
    return answers.of(violations.toProblem());
  }
}
