package io.tiffin.feature.yaml;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lengths of time as the catalogue writes them: {@code 200ms}, {@code 30s}, {@code 5m}, {@code 3h},
 * {@code 28d}.
 */
final class Lengths {

  private static final Pattern LENGTH = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private Lengths() {}

  static Duration parse(String text) throws GrammarException {
    Matcher matcher = LENGTH.matcher(text);
    if (!matcher.matches()) {
      throw new GrammarException(
          "'" + text + "' is no length of time; write a number and ms, s, m, h or d, as in 5m");
    }
    return Duration.of(Long.parseLong(matcher.group(1)), unit(matcher.group(2)));
  }

  private static ChronoUnit unit(String letters) {
    return switch (letters) {
      case "ms" -> ChronoUnit.MILLIS;
      case "s" -> ChronoUnit.SECONDS;
      case "m" -> ChronoUnit.MINUTES;
      case "h" -> ChronoUnit.HOURS;
      default -> ChronoUnit.DAYS;
    };
  }
}
