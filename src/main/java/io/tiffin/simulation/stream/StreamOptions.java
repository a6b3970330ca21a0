package io.tiffin.simulation.stream;

import io.tiffin.simulation.CitySettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * What the command line says.
 *
 * @param url the service, without a path
 * @param speed how many times as fast as real time the service's clock runs
 * @param city what the city is like
 * @param start when the city begins; null for the service's now
 * @param duration how long the city lives, in its own time; null until it is stopped
 */
record StreamOptions(
    URI url,
    double speed,
    CitySettings city,
    @Nullable Instant start,
    @Nullable Duration duration) {

  static final String USAGE =
      """
      Simulates a city and sends its events to a running service as they happen.

        simulate --url URL       of the service, such as http://localhost:8080

        --speed NUMBER           the speed of the service's clock (its tiffin.clock.speed); default 1
        --seed NUMBER            decides every random draw; default 1
        --restaurants NUMBER     at least 20; default 80
        --orders-per-day NUMBER  of a mean day; default 3000
        --start INSTANT          when the city begins, such as 2026-11-27T10:00:00Z; what lies before the service's
                                 now is sent at once; default the service's now
        --duration LENGTH        of the city's time, such as 90m or 2d; default until stopped
      """;

  private static final double FASTEST = 60_000;

  private static final Set<String> WITH_VALUE =
      Set.of(
          "--url",
          "--speed",
          "--seed",
          "--restaurants",
          "--orders-per-day",
          "--start",
          "--duration");

  /**
   * Parses the arguments.
   *
   * @throws StreamInputException if they are not as {@link #USAGE} says
   */
  static StreamOptions parse(List<String> arguments) throws StreamInputException {
    Map<String, String> values = values(arguments);
    double speed = number("--speed", values.getOrDefault("--speed", "1"));
    if (!(speed > 0 && speed <= FASTEST)) {
      throw new StreamInputException(
          "--speed is " + speed + ", expected above 0 and at most " + (int) FASTEST);
    }
    return new StreamOptions(
        url(values.get("--url")),
        speed,
        city(values),
        start(values.get("--start")),
        duration(values.get("--duration")));
  }

  private static Map<String, String> values(List<String> arguments) throws StreamInputException {
    Map<String, String> values = new LinkedHashMap<>();
    for (int index = 0; index < arguments.size(); index++) {
      String option = arguments.get(index);
      if (!WITH_VALUE.contains(option)) {
        throw new StreamInputException("'" + option + "' is not an option");
      }
      if (++index == arguments.size()) {
        throw new StreamInputException(option + " needs a value");
      }
      values.put(option, arguments.get(index));
    }
    return values;
  }

  private static URI url(@Nullable String text) throws StreamInputException {
    if (text == null) {
      throw new StreamInputException("expected --url");
    }
    try {
      URI url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (http && url.getHost() != null && url.getRawQuery() == null) {
        return url;
      }
    } catch (IllegalArgumentException malformed) {
      throw new StreamInputException(noUrl(text), malformed);
    }
    throw new StreamInputException(noUrl(text));
  }

  private static String noUrl(String text) {
    return "--url is '" + text + "', expected one such as http://localhost:8080";
  }

  private static CitySettings city(Map<String, String> values) throws StreamInputException {
    CitySettings berlin = CitySettings.berlin(wholeNumber(values, "--seed", 1));
    try {
      return new CitySettings(
          berlin.seed(),
          berlin.cityId(),
          berlin.centre(),
          berlin.timeZone(),
          Math.clamp(wholeNumber(values, "--restaurants", berlin.restaurants()), 0, 100_000),
          number(
              "--orders-per-day",
              values.getOrDefault("--orders-per-day", String.valueOf(berlin.ordersPerDay()))),
          berlin.lastRestaurantOpensAfter(),
          berlin.faults());
    } catch (IllegalArgumentException refused) {
      throw new StreamInputException(String.valueOf(refused.getMessage()), refused);
    }
  }

  private static @Nullable Instant start(@Nullable String text) throws StreamInputException {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException malformed) {
      throw new StreamInputException(
          "--start is '" + text + "', expected an instant such as 2026-11-27T10:00:00Z", malformed);
    }
  }

  private static @Nullable Duration duration(@Nullable String text) throws StreamInputException {
    if (text == null) {
      return null;
    }
    try {
      Duration duration = DurationStyle.detectAndParse(text);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (IllegalArgumentException malformed) {
      throw new StreamInputException(noDuration(text), malformed);
    }
    throw new StreamInputException(noDuration(text));
  }

  private static String noDuration(String text) {
    return "--duration is '" + text + "', expected a length such as 90m or 2d";
  }

  private static long wholeNumber(Map<String, String> values, String option, long otherwise)
      throws StreamInputException {
    String text = values.get(option);
    try {
      return text == null ? otherwise : Long.parseLong(text);
    } catch (NumberFormatException malformed) {
      throw new StreamInputException(
          option + " is '" + text + "', expected a whole number", malformed);
    }
  }

  private static double number(String option, String text) throws StreamInputException {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException malformed) {
      throw new StreamInputException(option + " is '" + text + "', expected a number", malformed);
    }
  }
}
