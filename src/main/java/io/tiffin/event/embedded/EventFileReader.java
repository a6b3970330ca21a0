package io.tiffin.event.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tiffin.event.Event;
import io.tiffin.event.json.EventJson;
import io.tiffin.event.json.ReadEvent;
import io.tiffin.event.json.ReceivedAt;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The events of a file, one on each line as JSON, with {@code receivedAt}. Not thread-safe.
 *
 * <p>Iterating throws {@link UnreadableEventFileException} at what cannot be read.
 */
final class EventFileReader implements Iterator<Event>, Closeable {

  private final Path file;
  private final BufferedReader reader;
  private final EventJson json = new EventJson();
  private @Nullable Event next;
  private long line;

  EventFileReader(Path file) throws IOException {
    this.file = file;
    reader = Files.newBufferedReader(file, UTF_8);
  }

  @Override
  public boolean hasNext() {
    return peek() != null;
  }

  @Override
  public Event next() {
    Event event = peek();
    if (event == null) {
      throw new NoSuchElementException();
    }
    next = null;
    return event;
  }

  /** The next event, which stays the next; null if there is none. */
  @Nullable Event peek() {
    if (next == null) {
      String text = readLine();
      next = text == null ? null : event(text);
    }
    return next;
  }

  private @Nullable String readLine() {
    try {
      String text;
      do {
        text = reader.readLine();
        line++;
      } while (text != null && text.isBlank());
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Event event(String text) {
    return switch (json.read(text.getBytes(UTF_8), ReceivedAt.KEEP, Instant.EPOCH)) {
      case ReadEvent.Valid(Event event) -> event;
      case ReadEvent.Refused refused ->
          throw new UnreadableEventFileException(file, line, refused.text());
    };
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
