package io.tiffin.event.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Up to when a task has published the rows of its prompt views, and when it said so last. Not
 * thread-safe.
 */
final class PublishedUpTo {

  private static final long MARKS_MILLIS = 1_000;

  private final List<String> views;
  private final Map<String, Long> micros = new HashMap<>();
  private long markedMillis;

  PublishedUpTo(List<String> views) {
    this.views = views;
  }

  /** The view's rows of all that was received until then are published. */
  void published(String view, long receivedMicros) {
    micros.put(view, receivedMicros);
  }

  /**
   * What to tell those who write the rows, once a second; empty before that, and until every view
   * has been published once.
   *
   * @param progress how far the events have come
   */
  Optional<Progress> mark(Progress progress, long nowMillis) {
    if (nowMillis - markedMillis < MARKS_MILLIS) {
      return Optional.empty();
    }
    long slowest = progress.micros();
    for (String view : views) {
      Long published = micros.get(view);
      if (published == null) {
        return Optional.empty();
      }
      slowest = Math.min(slowest, published);
    }
    markedMillis = nowMillis;
    return Optional.of(new Progress(progress.partition(), slowest, progress.cities()));
  }
}
