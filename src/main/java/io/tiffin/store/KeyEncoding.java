package io.tiffin.store;

import io.tiffin.feature.RowKey;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a row's key is written for technologies whose keys are one text or one array of bytes.
 *
 * <p>The text is {@code view/entity}. In the view, {@code /} is written {@code %2F}; in both,
 * {@code %} is written {@code %25} and a surrogate without its partner, which UTF-8 cannot hold, is
 * written {@code %uD800} with its four hexadecimal digits. So every key has a text, no two keys
 * share one, and the text of an ordinary key is what a reader expects: {@code
 * restaurant_live/r-17}.
 */
public final class KeyEncoding {

  private static final Pattern ESCAPE = Pattern.compile("%25|%2F|%u[0-9A-F]{4}");

  private KeyEncoding() {}

  /** The key as text; valid UTF-16, so it can be turned into UTF-8 and back. */
  public static String text(RowKey key) {
    return escaped(key.view(), true) + '/' + escaped(key.entity(), false);
  }

  /** The key as bytes: its {@link #text} in UTF-8. */
  public static byte[] bytes(RowKey key) {
    return text(key).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The key that a text was written for: the inverse of {@link #text}.
   *
   * @return empty if no key has that text
   */
  public static Optional<RowKey> key(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    var key = new RowKey(unescaped(text.substring(0, slash)), unescaped(text.substring(slash + 1)));
    return text(key).equals(text) ? Optional.of(key) : Optional.empty();
  }

  private static String unescaped(String part) {
    if (part.indexOf('%') < 0) {
      return part;
    }
    var plain = new StringBuilder(part.length());
    Matcher escape = ESCAPE.matcher(part);
    int from = 0;
    while (escape.find()) {
      plain.append(part, from, escape.start());
      String digits = escape.group().substring(escape.group().startsWith("%u") ? 2 : 1);
      plain.append((char) Integer.parseInt(digits, 16));
      from = escape.end();
    }
    return plain.append(part, from, part.length()).toString();
  }

  private static String escaped(String part, boolean escapesSlash) {
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c == '%' || c == '/' || Character.isSurrogate(c)) {
        return escapedFrom(i, part, escapesSlash);
      }
    }
    return part;
  }

  private static String escapedFrom(int first, String part, boolean escapesSlash) {
    var escaped = new StringBuilder(part.length() + 8).append(part, 0, first);
    for (int i = first; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c == '%') {
        escaped.append("%25");
      } else if (c == '/' && escapesSlash) {
        escaped.append("%2F");
      } else if (isPair(part, i)) {
        escaped.append(c).append(part.charAt(++i));
      } else if (Character.isSurrogate(c)) {
        escaped.append("%u").append(Integer.toHexString(c).toUpperCase(Locale.ROOT));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static boolean isPair(String part, int at) {
    return Character.isHighSurrogate(part.charAt(at))
        && at + 1 < part.length()
        && Character.isLowSurrogate(part.charAt(at + 1));
  }
}
