package io.tiffin.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tiffin.web.AccessProperties.ApiKey;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Knows callers by their key, sent as {@code Authorization: Bearer …} or {@code X-API-Key: …}. A
 * key that nobody has makes nobody of its bearer. Keys are looked up by their hash, so how long
 * that takes tells nothing about them.
 */
final class ApiKeyFilter extends OncePerRequestFilter {

  private static final String HEADER = "X-API-Key";
  private static final String BEARER = "Bearer ";

  /** Longer ones are nobody's and need no hashing. Chosen. */
  private static final int LONGEST = 512;

  private final Map<String, Authentication> callers;

  ApiKeyFilter(List<ApiKey> keys) {
    callers = keys.stream().collect(Collectors.toMap(ApiKey::sha256, ApiKeyFilter::caller));
  }

  private static Authentication caller(ApiKey key) {
    return UsernamePasswordAuthenticationToken.authenticated(
        key.name(), null, Authorities.of(key.roles()));
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String key = key(request);
    Authentication caller = key == null ? null : callers.get(sha256(key));
    if (caller != null) {
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(caller);
      SecurityContextHolder.setContext(context);
    }
    chain.doFilter(request, response);
  }

  private static @Nullable String key(HttpServletRequest request) {
    String key = request.getHeader(HEADER);
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (key == null
        && authorization != null
        && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      key = authorization.substring(BEARER.length()).strip();
    }
    return key == null || key.length() > LONGEST ? null : key;
  }

  private static String sha256(String key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(key.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has SHA-256", missing);
    }
  }

  /** The limits that keys have of their own, by their names. */
  static Map<String, Integer> limits(List<ApiKey> keys) {
    Map<String, Integer> limits = new HashMap<>();
    for (ApiKey key : keys) {
      Integer limit = key.requestsPerSecond();
      if (limit != null) {
        limits.put(key.name(), limit);
      }
    }
    return limits;
  }
}
