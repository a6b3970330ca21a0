package io.tiffin.event.embedded;

import io.tiffin.event.Event;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The events of several files, each in the order received, in that order. Not thread-safe. */
final class EventFileMerge implements Iterator<Event>, Closeable {

  private final List<EventFileReader> readers = new ArrayList<>();

  EventFileMerge(List<Path> files) throws IOException {
    try {
      for (Path file : files) {
        readers.add(new EventFileReader(file));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  public boolean hasNext() {
    return earliest() != null;
  }

  @Override
  public Event next() {
    EventFileReader earliest = earliest();
    if (earliest == null) {
      throw new NoSuchElementException();
    }
    return earliest.next();
  }

  private @Nullable EventFileReader earliest() {
    EventFileReader earliest = null;
    Instant earliestAt = Instant.MAX;
    for (EventFileReader reader : readers) {
      Event event = reader.peek();
      if (event != null && event.envelope().receivedAt().isBefore(earliestAt)) {
        earliest = reader;
        earliestAt = event.envelope().receivedAt();
      }
    }
    return earliest;
  }

  @Override
  public void close() throws IOException {
    for (EventFileReader reader : readers) {
      reader.close();
    }
  }
}
