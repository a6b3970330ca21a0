package io.tiffin.feature.yaml;

import io.tiffin.feature.Aggregate;
import io.tiffin.feature.Aggregate.Function;
import io.tiffin.feature.Aggregate.Observation;
import io.tiffin.feature.EntityType;
import io.tiffin.feature.yaml.EventVocabulary.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an aggregate must keep to beyond its grammar: known events and fields, one subject, a window
 * in range.
 */
final class AggregateRules {

  private static final Duration LONGEST_SLIDING = Duration.ofMinutes(60);
  private static final Duration LONGEST_KEPT = Duration.ofHours(24);
  private static final Duration LONGEST_HISTORY = Duration.ofDays(28);

  private final EventVocabulary vocabulary;

  AggregateRules(EventVocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** Refuses an aggregate that cannot be computed for an entity. */
  void check(Aggregate aggregate, EntityType entity) throws GrammarException {
    checkObservation(aggregate.observation(), entity);
    if (aggregate.denominator() != null) {
      checkObservation(aggregate.denominator(), entity);
    }
    checkWindow(aggregate);
    checkHalfLife(aggregate);
    if (aggregate.function() == Function.QUANTILE
        && !(aggregate.quantile() > 0 && aggregate.quantile() < 1)) {
      throw new GrammarException(
          "the rank of a quantile is out of range; write one between 0 and 1, such as 0.5");
    }
  }

  private void checkObservation(Observation observation, EntityType entity)
      throws GrammarException {
    switch (observation) {
      case Observation.Occurrence(String event) -> subject(event, entity);
      case Observation.Field(String event, String field) -> {
        subject(event, entity);
        checkField(event, field, vocabulary.fieldsOf(event));
      }
      case Observation.Between(String from, String to) -> checkStages(from, to, entity);
      case Observation.Open open -> checkOpen(open, entity);
    }
  }

  private void checkStages(String from, String to, EntityType entity) throws GrammarException {
    for (String event : List.of(from, to)) {
      if (subject(event, entity) != Subject.ORDER) {
        throw new GrammarException("'" + event + "' is no stage of an order, which '->' needs");
      }
    }
    if (from.equals(to)) {
      throw new GrammarException("'->' needs two different stages, not '" + from + "' twice");
    }
  }

  private void checkOpen(Observation.Open open, EntityType entity) throws GrammarException {
    Subject subject = subject(open.openedBy().getFirst(), entity);
    List<String> events = new ArrayList<>(open.openedBy());
    events.addAll(open.closedBy());
    for (String event : events) {
      if (subject(event, entity) != subject) {
        throw new GrammarException(
            "'"
                + event
                + "' and '"
                + open.openedBy().getFirst()
                + "' are not about the same order, courier or restaurant");
      }
    }
    if (Set.copyOf(events).size() < events.size()) {
      throw new GrammarException("an event is named twice in open(…)");
    }
    String amount = open.amountField();
    if (amount != null) {
      String carrier = subject == Subject.ORDER ? "order.placed" : open.openedBy().getFirst();
      checkField(carrier, amount, vocabulary.fieldsOf(carrier));
    }
  }

  private Subject subject(String event, EntityType entity) throws GrammarException {
    Subject subject = vocabulary.subject(event);
    if (subject == null) {
      throw new GrammarException(
          "there is no event '" + event + "'; known are " + list(vocabulary.subjects().keySet()));
    }
    if (!subject.isCountedFor(entity)) {
      throw new GrammarException(
          "'" + event + "' says nothing about the entity " + entity.yamlName());
    }
    return subject;
  }

  private static void checkField(String event, String field, Set<String> known)
      throws GrammarException {
    if (!known.contains(field)) {
      throw new GrammarException(
          "'"
              + event
              + "' has no numeric field '"
              + field
              + "'"
              + (known.isEmpty() ? "" : "; it has " + list(known)));
    }
  }

  private static void checkWindow(Aggregate aggregate) throws GrammarException {
    Function function = aggregate.function();
    Duration longest = longest(aggregate);
    if (aggregate.window().compareTo(aggregate.tile()) < 0
        || aggregate.window().compareTo(longest) > 0
        || aggregate.window().toSeconds() % 60 != 0) {
      throw new GrammarException(
          "the window of "
              + function.yamlName()
              + " is out of range; "
              + switch (function) {
                case OPEN -> "write 1m to 24h";
                case EWMA, LAST -> "write 1m to 24h, or 1d to 28d";
                default -> "write 1m to 60m, or 1d to 28d";
              });
    }
  }

  private static Duration longest(Aggregate aggregate) {
    boolean days = aggregate.tile().equals(Aggregate.DAY_TILE);
    return switch (aggregate.function()) {
      case OPEN -> days ? Duration.ZERO : LONGEST_KEPT;
      case EWMA, LAST -> days ? LONGEST_HISTORY : LONGEST_KEPT;
      default -> days ? LONGEST_HISTORY : LONGEST_SLIDING;
    };
  }

  private static void checkHalfLife(Aggregate aggregate) throws GrammarException {
    Duration halfLife = aggregate.halfLife();
    if (halfLife != null
        && (halfLife.compareTo(aggregate.tile()) < 0
            || halfLife.compareTo(aggregate.window()) > 0)) {
      throw new GrammarException(
          "the half-life is out of range; write at least one "
              + (aggregate.tile().equals(Aggregate.DAY_TILE) ? "day" : "minute")
              + " and at most the window");
    }
  }

  private static String list(Set<String> names) {
    return String.join(", ", new TreeSet<>(names));
  }
}
