package io.tiffin.web;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * Names a request's span and its attributes by OpenTelemetry's conventions, beside the names of
 * Spring's, by which the metrics go. A path without a route is no part of the name: callers make
 * them up.
 */
final class SpanOfRequest implements ObservationFilter {

  @Override
  public Observation.Context map(Observation.Context context) {
    if (context instanceof ServerRequestObservationContext request) {
      tell(request);
    }
    return context;
  }

  private static void tell(ServerRequestObservationContext context) {
    HttpServletRequest request = context.getCarrier();
    if (request == null) {
      return;
    }
    String route = context.getPathPattern();
    context.setContextualName(
        route == null ? request.getMethod() : request.getMethod() + " " + route);
    tell(context, "http.request.method", request.getMethod());
    tell(context, "http.route", route);
    tell(context, "url.path", Printable.text(request.getRequestURI()));
    tell(context, "url.scheme", request.getScheme());
    if (context.getResponse() != null) {
      String status = Integer.toString(context.getResponse().getStatus());
      tell(context, "http.response.status_code", status);
    }
  }

  private static void tell(
      ServerRequestObservationContext context, String key, @Nullable String value) {
    if (value != null) {
      context.addHighCardinalityKeyValue(KeyValue.of(key, value));
    }
  }
}
