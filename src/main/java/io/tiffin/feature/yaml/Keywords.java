package io.tiffin.feature.yaml;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values that views and features write alike: names, words of a fixed set, lengths of time. */
final class Keywords {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final Duration SHORTEST_MAX_AGE = Duration.ofSeconds(1);
  private static final Duration LONGEST_MAX_AGE = Duration.ofDays(366);

  private Keywords() {}

  static void checkName(String name, Spot at, String what) {
    if (!NAME.matcher(name).matches()) {
      throw at.refuse(
          "'"
              + name
              + "' is no name for a "
              + what
              + "; write a lower case letter, then at most 62 lower case letters, digits and underscores");
    }
  }

  /** The constant that a key names, which must be there. */
  static <T> T required(YamlMapping yaml, String key, T[] constants, Function<T, String> names) {
    String known = Arrays.stream(constants).map(names).collect(Collectors.joining(", "));
    yaml.require(key, "add '" + key + ":' with one of " + known);
    YamlText word = yaml.text(key).orElseThrow();
    return Arrays.stream(constants)
        .filter(constant -> names.apply(constant).equals(word.text()))
        .findFirst()
        .orElseThrow(() ->
            word.at()
                .refuse(
                    yaml.owner()
                        + " has the unknown "
                        + key
                        + " '"
                        + word.text()
                        + "'; write one of "
                        + known));
  }

  static Optional<Duration> maxAge(YamlMapping yaml) {
    return length(yaml, "max-age", SHORTEST_MAX_AGE, LONGEST_MAX_AGE, "1s to 366d");
  }

  /** The length of time under a key; empty if the key is not there. */
  static Optional<Duration> length(
      YamlMapping yaml, String key, Duration shortest, Duration longest, String range) {
    return yaml.text(key)
        .map(text -> {
          Duration length = length(yaml, key, text);
          if (length.compareTo(shortest) < 0 || length.compareTo(longest) > 0) {
            throw text.at()
                .refuse(
                    "the "
                        + key
                        + " of "
                        + yaml.owner()
                        + " is '"
                        + text.text()
                        + "', expected "
                        + range);
          }
          return length;
        });
  }

  private static Duration length(YamlMapping yaml, String key, YamlText text) {
    try {
      return Lengths.parse(text.text());
    } catch (GrammarException e) {
      throw text.at().refuse("the " + key + " of " + yaml.owner() + " is wrong: " + e.getMessage());
    }
  }
}
