package io.tiffin.event;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Journeys by subject, forgotten once they are old; where they are kept elsewhere too, those that
 * did not change lately leave memory before. Not thread-safe.
 */
final class Journeys<J> {

  /** A journey in memory, and whether it changed since it was last handed over. */
  private static final class Held<J> {

    private KeptJourney<J> kept;
    private boolean changed;

    private Held(KeptJourney<J> kept) {
      this.kept = kept;
    }
  }

  /** By age, but for those that came back from where they are kept. */
  private final LinkedHashMap<String, Held<J>> bySubject = new LinkedHashMap<>();

  private final List<Held<J>> changed = new ArrayList<>();
  private final Function<String, J> begin;
  private final @Nullable Function<String, @Nullable KeptJourney<J>> elsewhere;

  /**
   * @param begin the journey of a subject that nothing is known of
   * @param elsewhere finds a journey that is not in memory; null if all are there
   */
  Journeys(
      Function<String, J> begin, @Nullable Function<String, @Nullable KeptJourney<J>> elsewhere) {
    this.begin = begin;
    this.elsewhere = elsewhere;
  }

  /** The journey of a subject, over or not; empty if there is none. */
  Optional<J> find(String subjectId) {
    Held<J> present = bySubject.get(subjectId);
    if (present == null) {
      present = load(subjectId);
    }
    return Optional.ofNullable(present).map(held -> held.kept.journey());
  }

  /** The journey of a subject; one that begins now if there is none. */
  J get(String subjectId, long nowMicros) {
    return held(subjectId, nowMicros).kept.journey();
  }

  private Held<J> held(String subjectId, long nowMicros) {
    Held<J> present = bySubject.get(subjectId);
    if (present == null) {
      present = load(subjectId);
    }
    if (present == null || present.kept.isOver(nowMicros)) {
      bySubject.remove(subjectId);
      present = new Held<>(new KeptJourney<>(begin.apply(subjectId), nowMicros, nowMicros));
      bySubject.put(subjectId, present);
    }
    return present;
  }

  private @Nullable Held<J> load(String subjectId) {
    KeptJourney<J> kept = elsewhere == null ? null : elsewhere.apply(subjectId);
    if (kept == null) {
      return null;
    }
    Held<J> loaded = new Held<>(kept);
    bySubject.put(subjectId, loaded);
    return loaded;
  }

  /** As {@link #get}, and the journey's age is counted from now. */
  J renew(String subjectId, long nowMicros) {
    Held<J> present = held(subjectId, nowMicros);
    bySubject.remove(subjectId);
    bySubject.put(subjectId, present);
    KeptJourney<J> kept = present.kept;
    if (kept.sinceMicros() != nowMicros) {
      present.kept = new KeptJourney<>(kept.journey(), nowMicros, kept.changedMicros());
    }
    markChanged(present);
    return kept.journey();
  }

  /** Takes a subject's journey after an event; the subject was asked for just before. */
  @SuppressWarnings("ReferenceEquality") // a step that records nothing returns the very same
  void put(String subjectId, J journey, long nowMicros) {
    Held<J> present = held(subjectId, nowMicros);
    if (present.kept.journey() != journey) {
      present.kept = new KeptJourney<>(journey, present.kept.sinceMicros(), nowMicros);
      markChanged(present);
    }
  }

  private void markChanged(Held<J> one) {
    if (elsewhere != null && !one.changed) {
      one.changed = true;
      changed.add(one);
    }
  }

  /** Hands over those that changed since this was last called. */
  void drain(Consumer<KeptJourney<J>> to) {
    for (Held<J> one : changed) {
      one.changed = false;
      to.accept(one.kept);
    }
    changed.clear();
  }

  /** Forgets those that are over, the oldest first. */
  void dropOver(long nowMicros) {
    Iterator<Held<J>> oldestFirst = bySubject.values().iterator();
    while (oldestFirst.hasNext()) {
      Held<J> oldest = oldestFirst.next();
      if (oldest.changed || !oldest.kept.isOver(nowMicros)) {
        return;
      }
      oldestFirst.remove();
    }
  }

  /** Lets the oldest leave memory until so many are left; all changes have been handed over. */
  void keepInMemory(int most) {
    Iterator<Held<J>> oldestFirst = bySubject.values().iterator();
    for (int excess = bySubject.size() - most; excess > 0; excess--) {
      oldestFirst.next();
      oldestFirst.remove();
    }
  }
}
