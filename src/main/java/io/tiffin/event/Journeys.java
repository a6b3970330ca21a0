package io.tiffin.event;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Journeys by subject, dropped once they are old. Not thread-safe. */
final class Journeys<J> {

  private final Map<String, J> bySubject = new HashMap<>();
  private final LinkedHashMap<String, Long> begunMicros = new LinkedHashMap<>();
  private final Function<String, J> begin;

  /**
   * @param begin the journey of a subject that nothing is known of
   */
  Journeys(Function<String, J> begin) {
    this.begin = begin;
  }

  /** The journey of a subject; empty if there is none. */
  Optional<J> find(String subjectId) {
    return Optional.ofNullable(bySubject.get(subjectId));
  }

  /** The journey of a subject; one that begins now if there is none. */
  J get(String subjectId, long nowMicros) {
    J present = bySubject.get(subjectId);
    if (present != null) {
      return present;
    }
    begunMicros.put(subjectId, nowMicros);
    return begin.apply(subjectId);
  }

  /** As {@link #get}, and the journey's age is counted from now. */
  J renew(String subjectId, long nowMicros) {
    begunMicros.remove(subjectId);
    begunMicros.put(subjectId, nowMicros);
    J present = bySubject.get(subjectId);
    return present != null ? present : begin.apply(subjectId);
  }

  void put(String subjectId, J journey) {
    bySubject.put(subjectId, journey);
  }

  void dropBegunBefore(long micros) {
    Iterator<Map.Entry<String, Long>> oldestFirst = begunMicros.entrySet().iterator();
    while (oldestFirst.hasNext()) {
      Map.Entry<String, Long> oldest = oldestFirst.next();
      if (oldest.getValue() >= micros) {
        return;
      }
      oldestFirst.remove();
      bySubject.remove(oldest.getKey());
    }
  }
}
