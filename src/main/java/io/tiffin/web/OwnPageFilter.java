package io.tiffin.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Where nobody needs a key, a page from anywhere that is open in a browser of this machine could
 * ask for changes as well: by its own name in Origin, or by a name of its own for this machine.
 * Such requests are refused.
 */
final class OwnPageFilter extends OncePerRequestFilter {

  private static final Set<String> THIS_MACHINE =
      Set.of("localhost", "127.0.0.1", "[::1]", "0:0:0:0:0:0:0:1", "::1");

  private final AccessAnswers answers;

  OwnPageFilter(AccessAnswers answers) {
    this.answers = answers;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (isThisMachine(request.getServerName()) && (origin == null || isThisMachine(host(origin)))) {
      chain.doFilter(request, response);
    } else {
      answers.write(
          response,
          ProblemType.FORBIDDEN,
          "without keys (tiffin.security.mode is open) only this machine's own pages and programs may"
              + " change anything, by the name localhost");
    }
  }

  private static boolean isThisMachine(@Nullable String host) {
    return host != null && THIS_MACHINE.contains(host);
  }

  private static @Nullable String host(String origin) {
    try {
      return new URI(origin).getHost();
    } catch (URISyntaxException _) {
      return null;
    }
  }
}
