package io.tiffin.event.json;

import io.tiffin.event.EventType;
import io.tiffin.geo.Place;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;

/**
 * Reads the value of one field. Whatever is there, the parser's last token is then that of the
 * value; where it is not what the field takes, that is refused and there is no value.
 */
final class FieldValues {

  private static final Map<String, EventType> TYPES =
      Arrays.stream(EventType.values())
          .collect(Collectors.toUnmodifiableMap(EventType::wireName, Function.identity()));

  private static final String NO_TYPE =
      Arrays.stream(EventType.values())
          .map(EventType::wireName)
          .collect(Collectors.joining(", ", "must be one of ", ""));

  /** Up to here a double holds every whole number. */
  private static final double MOST_EXACT = 1L << 53;

  private FieldValues() {}

  /** The value, of the class that {@link WireField.Kind} says; null if it was refused. */
  static @Nullable Object read(WireField field, JsonParser parser, Refusals refusals) {
    String name = field.wireName();
    Object value =
        switch (field.kind()) {
          case PLACE -> place(name, parser, refusals);
          case TEXT -> text(name, parser, refusals);
          case TYPE -> refuseIfNull(type(parser), name, NO_TYPE, refusals);
          case TIME ->
              refuseIfNull(
                  time(parser),
                  name,
                  "must be an instant in UTC such as 2026-11-22T18:05:00Z",
                  refusals);
          case WHOLE -> refuseIfNull(whole(parser), name, "must be a whole number", refusals);
          case NUMBER -> refuseIfNull(number(parser), name, "must be a number", refusals);
          case ZONE ->
              refuseIfNull(
                  zone(parser), name, "must be a time zone such as Europe/Berlin", refusals);
        };
    parser.skipChildren(); // of a value that should have been a scalar
    return value;
  }

  private static @Nullable Object refuseIfNull(
      @Nullable Object value, String name, String reason, Refusals refusals) {
    if (value == null) {
      refusals.add(name, reason);
    }
    return value;
  }

  private static @Nullable String text(String name, JsonParser parser, Refusals refusals) {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      refusals.add(name, "must be text");
      return null;
    }
    String text = parser.getString();
    if (hasHalfACharacter(text)) {
      refusals.add(name, "must not hold half of a surrogate pair");
      return null;
    }
    return text;
  }

  /** JSON's escapes can say what UTF-8 can't. */
  private static boolean hasHalfACharacter(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (Character.isSurrogate(text.charAt(at))) {
        return text.codePoints()
            .anyMatch(
                point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
      }
    }
    return false;
  }

  private static @Nullable EventType type(JsonParser parser) {
    return parser.currentToken() == JsonToken.VALUE_STRING ? TYPES.get(parser.getString()) : null;
  }

  private static @Nullable Instant time(JsonParser parser) {
    return parser.currentToken() == JsonToken.VALUE_STRING
        ? WireTime.parse(
            parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength())
        : null;
  }

  private static @Nullable ZoneId zone(JsonParser parser) {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return null;
    }
    try {
      return ZoneId.of(parser.getString());
    } catch (DateTimeException _) {
      return null;
    }
  }

  /** A whole number, also if written with a fraction of zero; one beyond a long as its nearest. */
  private static @Nullable Long whole(JsonParser parser) {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return parser.getNumberType() == NumberType.BIG_INTEGER
          ? (long) parser.getDoubleValue()
          : parser.getLongValue();
    }
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_FLOAT) {
      return null;
    }
    double number = parser.getDoubleValue();
    return number == Math.rint(number) && Math.abs(number) <= MOST_EXACT ? (long) number : null;
  }

  private static @Nullable Double number(JsonParser parser) {
    return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
            || parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT
        ? parser.getDoubleValue()
        : null;
  }

  private static @Nullable Place place(String name, JsonParser parser, Refusals refusals) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      refusals.add(name, "must be an object of lat and lon");
      return null;
    }
    Degrees lat = new Degrees(name + ".lat", 90);
    Degrees lon = new Degrees(name + ".lon", 180);
    boolean unknown = false;
    for (String part = parser.nextName(); part != null; part = parser.nextName()) {
      parser.nextToken();
      switch (part) {
        case "lat" -> lat.read(parser, refusals);
        case "lon" -> lon.read(parser, refusals);
        default -> {
          unknown = true;
          refusals.add(name + "." + Refusals.printable(part), "is no field of this object");
        }
      }
      parser.skipChildren();
    }
    lat.require(refusals);
    lon.require(refusals);
    return unknown || lat.refused || lon.refused ? null : new Place(lat.value, lon.value);
  }

  /** One coordinate of a place. */
  private static final class Degrees {

    private final String path;
    private final int most;
    private double value = Double.NaN;
    private boolean seen;
    private boolean refused;

    Degrees(String path, int most) {
      this.path = path;
      this.most = most;
    }

    void read(JsonParser parser, Refusals refusals) {
      if (seen) {
        refuse("occurs twice", refusals);
        return;
      }
      seen = true;
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        return;
      }
      Double number = number(parser);
      if (number == null) {
        refuse("must be a number", refusals);
      } else if (!(number >= -most && number <= most)) {
        refuse("must be " + -most + " to " + most, refusals);
      } else {
        value = number;
      }
    }

    void require(Refusals refusals) {
      if (!refused && Double.isNaN(value)) {
        refuse("is required", refusals);
      }
    }

    private void refuse(String reason, Refusals refusals) {
      refused = true;
      refusals.add(path, reason);
    }
  }
}
