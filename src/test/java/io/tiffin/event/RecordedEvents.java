package io.tiffin.event;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * An intake in memory: it takes events and knows those it has by their ids, until it is told to
 * answer otherwise. Thread-safe.
 */
public final class RecordedEvents implements EventIntake {

  private final List<List<Event>> chunks = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private Function<List<Event>, Receipt> answer = this::count;

  @Override
  public synchronized Receipt accept(List<Event> events) {
    Receipt receipt = answer.apply(events);
    chunks.add(events);
    return receipt;
  }

  /** Answers every chunk from now on in this way. */
  public synchronized void answering(Function<List<Event>, Receipt> other) {
    answer = other;
  }

  /** Counts the first chunks as ever, and answers those after them in this way. */
  public synchronized void answeringAfter(int chunksBefore, Receipt other) {
    answer = events -> chunks.size() < chunksBefore ? count(events) : other;
  }

  /** Forgets everything, and takes events again. */
  public synchronized void reset() {
    chunks.clear();
    ids.clear();
    answer = this::count;
  }

  /** What was handed over at once, in order. */
  public synchronized List<List<Event>> chunks() {
    return List.copyOf(chunks);
  }

  /** All that was handed over, in order. */
  public synchronized List<Event> events() {
    return chunks.stream().flatMap(List::stream).toList();
  }

  private Receipt count(List<Event> events) {
    int accepted = 0;
    for (Event event : events) {
      accepted += ids.add(event.envelope().eventId()) ? 1 : 0;
    }
    return new Receipt.Counted(accepted, events.size() - accepted, 0);
  }
}
