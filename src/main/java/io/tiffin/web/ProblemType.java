package io.tiffin.web;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/**
 * The kinds of refusals, each with a stable URI ({@code urn:tiffin:problem:malformed-body} …) that
 * clients can switch on; listed for them in {@code src/docs/problems.md}.
 */
enum ProblemType {
  MALFORMED_REQUEST(HttpStatus.BAD_REQUEST, "The request is not well-formed HTTP"),
  MALFORMED_BODY(HttpStatus.BAD_REQUEST, "The body is not well-formed"),
  INVALID_FIELDS(HttpStatus.BAD_REQUEST, "Fields are missing, unknown or out of range"),
  UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "Nobody is known by what was sent"),
  FORBIDDEN(HttpStatus.FORBIDDEN, "The caller may not do this"),
  NOT_FOUND(HttpStatus.NOT_FOUND, "There is nothing at this path"),
  UNKNOWN_VIEW(HttpStatus.NOT_FOUND, "The catalogue has no such view"),
  UNKNOWN_ORDER(HttpStatus.NOT_FOUND, "No such order is known"),
  UNKNOWN_VERSION(HttpStatus.NOT_FOUND, "There is no such model or version"),
  OVERRIDE_FORBIDDEN(HttpStatus.FORBIDDEN, "The gate can't be overridden here"),
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "This path does not take the method"),
  NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "No answer in a format that is accepted"),
  COMPUTED_VIEW(HttpStatus.CONFLICT, "The view is computed and can't be written"),
  EVENTS_OFF(HttpStatus.CONFLICT, "No events are taken here"),
  EVENTS_REFUSED(HttpStatus.CONFLICT, "Another process writes the live rows"),
  MODEL_REFUSED(HttpStatus.CONFLICT, "The gate refuses the version"),
  MODEL_CONFLICT(HttpStatus.CONFLICT, "That can't be done as the model stands"),
  ORDER_OVER(HttpStatus.GONE, "The order is over"),
  BODY_TOO_SLOW(HttpStatus.REQUEST_TIMEOUT, "The body took too long to come"),
  BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body's format is not understood"),
  UNKNOWN_FEATURE(
      HttpStatus.UNPROCESSABLE_CONTENT, "A feature is unknown or its value has the wrong type"),
  UNKNOWN_MODEL(HttpStatus.UNPROCESSABLE_CONTENT, "No model of that name answers here"),
  TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "The caller asks too much"),
  REFUSED(HttpStatus.BAD_REQUEST, "The request was refused"),
  INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "Something broke; it is in the service's log"),
  STORE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The store took no write"),
  EVENTS_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The log of events did not answer"),
  JOURNEY_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The order's journey can't be read"),
  MODELS_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The roles of models can't be read"),
  OVERLOADED(HttpStatus.SERVICE_UNAVAILABLE, "Too much at once");

  private final HttpStatus status;
  private final String title;
  private final URI uri;

  ProblemType(HttpStatus status, String title) {
    this.status = status;
    this.title = title;
    this.uri =
        URI.create("urn:tiffin:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /**
   * The type that fits an error which something below the controllers raised, by its status alone.
   */
  static ProblemType of(int status) {
    return switch (status) {
      case 400 -> MALFORMED_REQUEST;
      case 401 -> UNAUTHENTICATED;
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 408 -> BODY_TOO_SLOW;
      case 413 -> BODY_TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 429 -> TOO_MANY_REQUESTS;
      case 503 -> OVERLOADED;
      default -> status >= 500 ? INTERNAL_ERROR : REFUSED;
    };
  }

  HttpStatus status() {
    return status;
  }

  String title() {
    return title;
  }

  URI uri() {
    return uri;
  }
}
