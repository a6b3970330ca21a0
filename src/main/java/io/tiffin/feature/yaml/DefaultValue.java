package io.tiffin.feature.yaml;

import io.tiffin.feature.FeatureType;
import io.tiffin.feature.ViewKind;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the {@code default} of a feature. */
final class DefaultValue {

  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,16}");
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]{1,17}(\\.[0-9]{1,17})?([eE][+-]?[0-9]{1,3})?");

  /** Whole numbers up to here are exact in a double, which is what a default is kept as. */
  private static final double MOST_EXACT = 1L << 53;

  private DefaultValue() {}

  /**
   * A {@link Double} for numeric types, a {@link String} for text, null where the catalogue says
   * {@code none}.
   */
  static @Nullable Object read(YamlMapping yaml, FeatureType type, ViewKind kind) {
    yaml.require(
        "default", "add 'default:' with the value that stands in when nothing else answers");
    YamlText text = yaml.text("default").orElseThrow();
    if (text.isPlain() && text.text().equals("none")) {
      if (kind != ViewKind.LOADED) {
        throw text.at()
            .refuse(
                yaml.owner()
                    + " has no default; 'default: none' is only for facts of loaded views");
      }
      return null;
    }
    Object value =
        switch (type) {
          case STRING -> text.isText() ? text.text() : null;
          case BOOLEAN -> text.isPlain() ? truth(text.text()) : null;
          case INT32 -> whole(text, Integer.MAX_VALUE);
          case INT64 -> whole(text, MOST_EXACT);
          case FLOAT -> number(text, Float.MAX_VALUE);
          case DOUBLE -> number(text, Double.MAX_VALUE);
        };
    if (value == null) {
      throw text.at()
          .refuse(
              "the default of "
                  + yaml.owner()
                  + " is '"
                  + text.text()
                  + "', which is no "
                  + type.yamlName()
                  + "; write "
                  + example(type));
    }
    return value;
  }

  private static @Nullable Double truth(String text) {
    return switch (text) {
      case "true" -> 1.0;
      case "false" -> 0.0;
      default -> null;
    };
  }

  private static @Nullable Double whole(YamlText text, double most) {
    return text.isPlain() && WHOLE.matcher(text.text()).matches()
        ? within(Double.parseDouble(text.text()), most)
        : null;
  }

  private static @Nullable Double number(YamlText text, double most) {
    return text.isPlain() && NUMBER.matcher(text.text()).matches()
        ? within(Double.parseDouble(text.text()), most)
        : null;
  }

  private static @Nullable Double within(double value, double most) {
    return Math.abs(value) <= most ? value : null;
  }

  private static String example(FeatureType type) {
    return switch (type) {
      case STRING -> "text, in quotes if it looks like a number or a truth value";
      case BOOLEAN -> "true or false";
      case INT32 -> "a whole number of at most 2147483647 either side of 0";
      case INT64 -> "a whole number of at most 9007199254740992 either side of 0";
      case FLOAT -> "a number such as 0.5, at most 3.4e38 either side of 0";
      case DOUBLE -> "a number such as 0.5";
    };
  }
}
