package io.tiffin.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ServletRequestPathUtils;

/** Parses a request's path once, and not once for each rule of access. */
final class ParsedPath extends OncePerRequestFilter {

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!ServletRequestPathUtils.hasParsedRequestPath(request)) {
      var _ = ServletRequestPathUtils.parseAndCache(request);
    }
    chain.doFilter(request, response);
  }
}
