package io.tiffin.event.json;

import io.tiffin.event.Event;
import io.tiffin.event.EventRules.Violation;
import java.util.List;

/** What one JSON text turned out to be. */
public sealed interface ReadEvent {

  /** An event that keeps to {@link io.tiffin.event.EventRules}. */
  record Valid(Event event) implements ReadEvent {}

  /**
   * No event that can be accepted.
   *
   * @param violations all that is wrong, at least one; the field of the text as a whole is empty
   */
  record Refused(List<Violation> violations) implements ReadEvent {

    public Refused {
      violations = List.copyOf(violations);
    }

    /** The violations in one line, for logs and headers. */
    public String text() {
      StringBuilder text = new StringBuilder();
      for (Violation violation : violations) {
        text.append(text.isEmpty() ? "" : "; ")
            .append(violation.field().isEmpty() ? "the event" : violation.field())
            .append(' ')
            .append(violation.reason());
      }
      return text.toString();
    }
  }
}
