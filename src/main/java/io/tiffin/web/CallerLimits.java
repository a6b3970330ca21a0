package io.tiffin.web;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what a caller asks beyond its share of a second, so that one who goes wild takes nothing
 * from the others. Callers nobody knows have no share: they are refused by the rules of access.
 */
final class CallerLimits extends OncePerRequestFilter {

  /** Callers remembered; who is forgotten begins a new second. Chosen. */
  private static final int CALLERS = 10_000;

  private final @Nullable Integer forEverybody;
  private final Map<String, Integer> own;
  private final AccessAnswers answers;
  private final Map<String, RateLimiter> limiters =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RateLimiter> eldest) {
          return size() > CALLERS;
        }
      };

  /**
   * @param forEverybody requests per second; null for no limit
   * @param own those of callers by their names, which go first
   */
  CallerLimits(@Nullable Integer forEverybody, Map<String, Integer> own, AccessAnswers answers) {
    this.forEverybody = forEverybody;
    this.own = own;
    this.answers = answers;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Authentication caller = SecurityContextHolder.getContext().getAuthentication();
    if (caller == null || hasShare(caller.getName())) {
      chain.doFilter(request, response);
    } else {
      answers.write(
          response,
          ProblemType.TOO_MANY_REQUESTS,
          "this caller asks more than its share of a second");
    }
  }

  private boolean hasShare(String caller) {
    Integer limit = own.getOrDefault(caller, forEverybody);
    return limit == null || limiter(caller, limit).acquirePermission();
  }

  private RateLimiter limiter(String caller, int perSecond) {
    synchronized (limiters) {
      return limiters.computeIfAbsent(caller, name -> RateLimiter.of(name, perSecond(perSecond)));
    }
  }

  private static RateLimiterConfig perSecond(int requests) {
    return RateLimiterConfig.custom()
        .limitForPeriod(requests)
        .limitRefreshPeriod(Duration.ofSeconds(1))
        .timeoutDuration(Duration.ZERO)
        .build();
  }
}
