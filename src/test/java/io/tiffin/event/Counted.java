package io.tiffin.event;

import io.tiffin.feature.Aggregate.Observation;
import io.tiffin.feature.EntityType;
import io.tiffin.window.ScannedWindow.Seen;
import java.util.Map;

/** Something that counts, or is seen and not believed. */
final class Counted {

  private final Observation observation;
  private final Map<EntityType, String> entities;
  private final long micros;
  private final long amount;
  private final boolean believed;
  private Seen seen;

  Counted(Observation observation, Map<EntityType, String> entities, long micros, long amount) {
    this(observation, entities, micros, amount, true);
  }

  private Counted(
      Observation observation,
      Map<EntityType, String> entities,
      long micros,
      long amount,
      boolean believed) {
    this.observation = observation;
    this.entities = entities;
    this.micros = micros;
    this.amount = amount;
    this.believed = believed;
  }

  static Counted implausible(Observation observation) {
    return new Counted(observation, Map.of(), 0, 0, false);
  }

  Observation observation() {
    return observation;
  }

  Map<EntityType, String> entities() {
    return entities;
  }

  long micros() {
    return micros;
  }

  boolean isBelieved() {
    return believed;
  }

  boolean isSameAs(Counted other) {
    return other != null
        && believed == other.believed
        && micros == other.micros
        && amount == other.amount
        && entities.equals(other.entities);
  }

  /** From now on it stands. */
  Seen come(long number) {
    seen = new Seen(micros, amount, number);
    return seen;
  }

  void gone(long number) {
    seen.takeBack(number);
  }

  Seen seen() {
    return seen;
  }
}
