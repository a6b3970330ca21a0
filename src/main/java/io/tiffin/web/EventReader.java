package io.tiffin.web;

import io.tiffin.event.json.EventJson;
import io.tiffin.event.json.ReadEvent;
import io.tiffin.event.json.ReceivedAt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads events: {@code {"events":[…]}}, or one of them. Thread-safe. */
final class EventReader {

  private static final String EVENTS = "events";

  private final StrictJson json;
  private final EventJson events = new EventJson();
  private final int mostEvents;

  EventReader(StrictJson json, int mostEvents) {
    this.json = json;
    this.mostEvents = mostEvents;
  }

  /** One event on its own. */
  ReadEvent one(byte[] line, Instant receivedAt) {
    return events.read(line, ReceivedAt.STAMP, receivedAt);
  }

  /**
   * The events of a body; one that is wrong is refused alone.
   *
   * @throws ProblemException if the body itself is malformed, or has too many
   */
  List<ReadEvent> all(byte[] body, Instant receivedAt) {
    return json.read(body, parser -> document(parser, receivedAt));
  }

  private List<ReadEvent> document(JsonParser parser, Instant receivedAt) {
    Violations violations = new Violations();
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new ProblemException(ProblemType.MALFORMED_BODY, "the body is empty, expected JSON");
    }
    if (first != JsonToken.START_OBJECT) {
      violations.add("body", "expected a JSON object");
      throw violations.toProblem();
    }
    List<ReadEvent> read = null;
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      parser.nextToken();
      if (name.equals(EVENTS) && read == null) {
        read = array(parser, receivedAt, violations);
      } else {
        violations.add(
            Printable.text(name),
            name.equals(EVENTS) ? "occurs twice" : "is not a field of this object");
        parser.skipChildren();
      }
    }
    if (read == null) {
      violations.add(EVENTS, "is required: an array of events");
    }
    violations.refuseIfAny();
    return read == null ? List.of() : read;
  }

  private @Nullable List<ReadEvent> array(
      JsonParser parser, Instant receivedAt, Violations violations) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return null;
    }
    List<ReadEvent> read = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (read.size() == mostEvents) {
        violations.add(EVENTS, "expected at most " + mostEvents + " events");
        throw violations.toProblem();
      }
      read.add(events.read(parser, ReceivedAt.STAMP, receivedAt));
    }
    return read;
  }
}
