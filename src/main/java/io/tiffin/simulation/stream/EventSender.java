package io.tiffin.simulation.stream;

import io.tiffin.event.Event;
import io.tiffin.event.json.EventJson;
import io.tiffin.simulation.stream.Service.Answer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sends events until the service has them: the same ones again if it is not known whether they
 * arrived, which is harmless. Not thread-safe.
 */
final class EventSender {

  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final Service service;
  private final Stop stop;
  private final PrintStream errors;
  private final EventJson json = new EventJson();
  private boolean saidWhyRejected;

  private long sent;
  private long accepted;
  private long duplicates;
  private long late;
  private long rejected;
  private long resends;

  EventSender(Service service, Stop stop, PrintStream errors) {
    this.service = service;
    this.stop = stop;
    this.errors = errors;
  }

  /**
   * Sends events.
   *
   * @return whether to go on; false if it was time to end before they were all taken
   * @throws StreamInputException if the service will never take them
   */
  boolean send(List<Event> events) throws InterruptedException, StreamInputException {
    byte[] lines = lines(events);
    Duration wait = FIRST_WAIT;
    for (boolean again = false; ; again = true) {
      switch (service.send(lines)) {
        case Answer.Taken taken -> {
          count(events.size(), taken, again);
          return true;
        }
        case Answer.Refused(String why) ->
            throw new StreamInputException("The service refuses the events: " + why);
        case Answer.Again(String why, @Nullable Duration after) -> {
          if (!again) {
            errors.println("The service does not take events, they are sent again: " + why);
          }
          resends++;
          if (stop.awaited(after == null ? wait : after)) {
            return false;
          }
          wait =
              wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0
                  ? wait.multipliedBy(2)
                  : LONGEST_WAIT;
        }
      }
    }
  }

  private byte[] lines(List<Event> events) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Event event : events) {
      lines.writeBytes(json.writeUnstamped(event));
      lines.write('\n');
    }
    return lines.toByteArray();
  }

  private void count(int events, Answer.Taken taken, boolean again) {
    sent += events;
    accepted += taken.accepted();
    duplicates += taken.duplicates();
    late += taken.late();
    rejected += taken.rejected();
    if (again) {
      errors.println("The service takes events again.");
    }
    if (taken.rejected() > 0 && !saidWhyRejected) {
      saidWhyRejected = true;
      errors.println("The service rejects events, the first because: " + taken.why());
    }
  }

  /** What became of everything sent so far, in one line. */
  String counts() {
    return String.format(
        Locale.ROOT,
        "%,d events sent: %,d accepted, %,d duplicates, %,d late, %,d rejected; %,d requests sent again",
        sent,
        accepted,
        duplicates,
        late,
        rejected,
        resends);
  }
}
