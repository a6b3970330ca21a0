package io.tiffin.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.http.HttpHeaders;

/**
 * The security headers of answers that no filter has seen: those of Tomcat itself, and those of the
 * firewall. Others have them from {@link AccessConfiguration}.
 */
final class GuardedAnswers {

  static final String NO_CONTENT_RUNS = "default-src 'none'; frame-ancestors 'none'";

  private static final Map<String, String> HEADERS =
      Map.of(
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Content-Security-Policy",
          NO_CONTENT_RUNS,
          HttpHeaders.CACHE_CONTROL,
          "no-store");

  private GuardedAnswers() {}

  static void guard(HttpServletResponse response) {
    HEADERS.forEach((name, value) -> {
      if (!response.containsHeader(name)) {
        response.setHeader(name, value);
      }
    });
  }
}
