package io.tiffin.event.json;

import io.tiffin.event.Event;
import io.tiffin.event.EventRules.Violation;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Events as JSON: one object each, UTF-8, no duplicate and no unknown names; a field that is null
 * is missing. Thread-safe.
 */
public final class EventJson {

  private static final int MAX_DEPTH = 32;
  private static final int MAX_DIGITS = 64;
  private static final int MAX_NAME = 256;
  private static final int MAX_TEXT = 64 * 1024;

  private final JsonFactory factory =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_DIGITS)
                  .maxNameLength(MAX_NAME)
                  .maxStringLength(MAX_TEXT)
                  .build())
          .build();

  /**
   * Reads one event.
   *
   * @param receivedAt when it was received, where {@code rule} does not take that from the JSON
   * @return the event, or all that is wrong with it; nothing is thrown, whatever the bytes
   */
  public ReadEvent read(byte[] json, ReceivedAt rule, Instant receivedAt) {
    if (!isUtf8(json)) {
      return refused("", "is not UTF-8");
    }
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
      try {
        return document(parser, rule, receivedAt);
      } catch (JacksonException e) {
        return malformed(parser, e);
      }
    }
  }

  /**
   * Reads the event at the parser's token, which is then its last.
   *
   * @throws JacksonException if the text is not well-formed JSON
   */
  public ReadEvent read(JsonParser parser, ReceivedAt rule, Instant receivedAt) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return refused("", "must be a JSON object");
    }
    EventFields fields = new EventFields(rule);
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      parser.nextToken();
      fields.read(name, parser);
    }
    return fields.toEvent(receivedAt);
  }

  /**
   * An event on one line, without a line feed.
   *
   * @param event a valid one
   */
  public byte[] write(Event event) {
    return EventWriter.write(factory, event, true);
  }

  /** As {@link #write}, without {@code receivedAt}: as a source sends it. */
  public byte[] writeUnstamped(Event event) {
    return EventWriter.write(factory, event, false);
  }

  private ReadEvent document(JsonParser parser, ReceivedAt rule, Instant receivedAt) {
    if (parser.nextToken() == null) {
      return refused("", "is empty, must be a JSON object");
    }
    ReadEvent event = read(parser, rule, receivedAt);
    return parser.nextToken() == null
        ? event
        : refused("", "goes on after its JSON object" + place(parser.currentTokenLocation()));
  }

  /** A NUL byte is not JSON, but would let UTF-16 in by the parser's detection of encodings. */
  private static boolean isUtf8(byte[] json) {
    boolean ascii = true;
    for (byte each : json) {
      if (each == 0) {
        return false;
      }
      ascii &= each > 0;
    }
    if (ascii) {
      return true;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  private static ReadEvent malformed(JsonParser parser, JacksonException e) {
    String reason =
        e instanceof StreamConstraintsException
            ? "is nested too deep, or has a number, name or text that is too long"
            : "is not well-formed JSON";
    return refused(path(parser.streamReadContext()), reason + place(e.getLocation()));
  }

  private static ReadEvent refused(String field, String reason) {
    return new ReadEvent.Refused(List.of(new Violation(field, reason)));
  }

  private static String place(@Nullable TokenStreamLocation location) {
    if (location == null) {
      return "";
    }
    String line = location.getLineNr() > 1 ? " at line " + location.getLineNr() + "," : " at";
    return line + " column " + location.getColumnNr();
  }

  /** The names that lead to where the parser is. */
  private static String path(@Nullable TokenStreamContext context) {
    if (context == null || context.inRoot()) {
      return "";
    }
    String outer = path(context.getParent());
    String name = context.currentName();
    if (name == null) {
      return outer;
    }
    return outer.isEmpty() ? Refusals.printable(name) : outer + "." + Refusals.printable(name);
  }
}
