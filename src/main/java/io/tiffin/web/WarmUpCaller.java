package io.tiffin.web;

import io.tiffin.health.WarmUpKey;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets the warm-up of this very process ask for estimates; it is no caller and has no share. */
final class WarmUpCaller extends OncePerRequestFilter {

  private static final Authentication CALLER =
      UsernamePasswordAuthenticationToken.authenticated(
          "warm-up", null, Authorities.of(List.of(AccessRole.ESTIMATOR)));

  private final WarmUpKey key;

  WarmUpCaller(WarmUpKey key) {
    this.key = key;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String sent = request.getHeader(WarmUpKey.HEADER);
    if (sent != null && key.is(sent)) {
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(CALLER);
      SecurityContextHolder.setContext(context);
    }
    chain.doFilter(request, response);
  }
}
