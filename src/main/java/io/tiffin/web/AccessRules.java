package io.tiffin.web;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Which role each route asks for. The first rule that matches decides; what none matches is for
 * everybody who is known, and for nobody else.
 */
final class AccessRules {

  private final List<Rule> rules;

  AccessRules(boolean openMetrics) {
    RequestMatcher reading = new OrRequestMatcher(method(GET), method(HEAD));
    RequestMatcher actuator = EndpointRequest.toAnyEndpoint();
    rules =
        List.of(
            new Rule(null, EndpointRequest.to("health")),
            new Rule(null, routes(GET, "/livez", "/readyz")),
            new Rule(openMetrics ? null : AccessRole.VIEWER, EndpointRequest.to("prometheus")),
            new Rule(AccessRole.VIEWER, new AndRequestMatcher(actuator, reading)),
            new Rule(AccessRole.ADMIN, actuator),
            new Rule(
                AccessRole.VIEWER,
                new OrRequestMatcher(
                    EndpointRequest.toLinks(),
                    routes(GET, "/v3/api-docs", "/v3/api-docs/**", "/swagger-ui.html"),
                    routes(GET, "/swagger-ui/**"),
                    routes(GET, "/v1/catalogue", "/v1/models", "/v1/models/**", "/v1/sizing"),
                    routes(POST, "/v1/features/lookup", "/v1/sizing"))),
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
            new Rule(AccessRole.ADMIN, routes(null, "/v1/models/**")));
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

  /** What changes how the service works for everybody. */
  RequestMatcher forAdmins() {
    return request ->
        first(request).map(Rule::role).filter(role -> role == AccessRole.ADMIN).isPresent();
  }

  private Optional<Rule> first(HttpServletRequest request) {
    return rules.stream().filter(rule -> rule.matcher().matches(request)).findFirst();
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
