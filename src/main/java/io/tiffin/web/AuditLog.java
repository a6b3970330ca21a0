package io.tiffin.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Writes down who did, or tried to do, what only admins may: one line each, under the logger {@code
 * tiffin.audit}, with the parts as key-value pairs for structured logs.
 */
final class AuditLog extends OncePerRequestFilter {

  private static final Logger AUDIT = LoggerFactory.getLogger("tiffin.audit");

  /** What is done stands at the end of a path, behind names of up to 128 characters. */
  private static final int LONGEST = 512;

  private final RequestMatcher audited;

  AuditLog(RequestMatcher audited) {
    this.audited = audited;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !audited.matches(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      chain.doFilter(request, response);
    } finally {
      write(request, caller(), response.getStatus());
    }
  }

  /** Known once those that know callers have been passed, and not before. */
  private static String caller() {
    Authentication known = SecurityContextHolder.getContext().getAuthentication();
    return known == null || known instanceof AnonymousAuthenticationToken
        ? "nobody"
        : known.getName();
  }

  private static void write(HttpServletRequest request, String name, int status) {
    String caller = Printable.text(name);
    String path = Printable.text(request.getRequestURI(), LONGEST);
    String address = request.getRemoteAddr();
    AUDIT
        .atInfo()
        .addKeyValue("caller", caller)
        .addKeyValue("address", address)
        .addKeyValue("method", request.getMethod())
        .addKeyValue("path", path)
        .addKeyValue("status", status)
        .log("{} {} by {} at {}: {}", request.getMethod(), path, caller, address, status);
  }
}
