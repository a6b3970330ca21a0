package io.tiffin.web;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Which role each route asks for. The first rule that matches decides; what none matches is for
 * everybody who is known, and for nobody else.
 */
final class AccessRules {

  private final List<Rule> rules;
  private final RequestMatcher forAdmins;

  AccessRules(boolean openMetrics) {
    RequestMatcher reading = new OrRequestMatcher(method(GET), method(HEAD));
    RequestMatcher changing = new NegatedRequestMatcher(reading);
    RequestMatcher actuator = EndpointRequest.toAnyEndpoint();
    // Disjoint but for what admins may, so that what is asked most can come first.
    rules =
        List.of(
            new Rule(
                AccessRole.ESTIMATOR,
                new OrRequestMatcher(
                    routes(POST, "/v1/estimates", "/v1/estimates/batch"),
                    routes(GET, "/v1/orders/{orderId}/estimate"))),
            new Rule(
                AccessRole.WRITER,
                new OrRequestMatcher(
                    routes(POST, "/v1/events", "/v1/outcomes", "/v1/features/{view}:load"),
                    routes(PUT, "/v1/features/{view}/{entity}"),
                    routes(DELETE, "/v1/features/{view}/{entity}"))),
            new Rule(
                AccessRole.VIEWER,
                new OrRequestMatcher(
                    routes(POST, "/v1/features/lookup", "/v1/sizing"),
                    routes(GET, "/v1/catalogue", "/v1/models", "/v1/models/**", "/v1/sizing"),
                    routes(GET, "/v3/api-docs", "/v3/api-docs/**", "/swagger-ui.html"),
                    routes(GET, "/swagger-ui/**"))),
            new Rule(AccessRole.ADMIN, routes(null, "/v1/models/**")),
            new Rule(null, routes(GET, "/livez", "/readyz")),
            new Rule(null, EndpointRequest.to("health")),
            new Rule(openMetrics ? null : AccessRole.VIEWER, EndpointRequest.to("prometheus")),
            new Rule(
                AccessRole.VIEWER,
                new OrRequestMatcher(
                    EndpointRequest.toLinks(), new AndRequestMatcher(actuator, reading))),
            new Rule(AccessRole.ADMIN, actuator));
    forAdmins =
        new OrRequestMatcher(
            new AndRequestMatcher(changing, routes(null, "/v1/models/**")),
            new AndRequestMatcher(changing, actuator));
  }

  /**
   * One of the rules.
   *
   * @param role who may; null for everybody
   */
  record Rule(@Nullable AccessRole role, RequestMatcher matcher) {}

  List<Rule> all() {
    return rules;
  }

  /** What changes how the service works for everybody. What is asked most is passed over first. */
  RequestMatcher forAdmins() {
    return request -> {
      String path = request.getServletPath();
      boolean isOther = path.startsWith("/v1/") && !path.startsWith("/v1/models");
      return !isOther && forAdmins.matches(request);
    };
  }

  private static RequestMatcher method(HttpMethod method) {
    return request -> method.matches(request.getMethod());
  }

  /** Of a method; of every one for null. Who may get may ask for the head. */
  private static RequestMatcher routes(@Nullable HttpMethod method, String... patterns) {
    return new OrRequestMatcher(
        Stream.of(patterns)
            .flatMap(pattern ->
                GET.equals(method)
                    ? Stream.of(route(GET, pattern), route(HEAD, pattern))
                    : Stream.of(route(method, pattern)))
            .toList());
  }

  private static RequestMatcher route(@Nullable HttpMethod method, String pattern) {
    return PathPatternRequestMatcher.withDefaults().matcher(method, pattern);
  }
}
