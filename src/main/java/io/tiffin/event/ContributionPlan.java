package io.tiffin.event;

import io.tiffin.event.EventType.Subject;
import io.tiffin.feature.Aggregate.Observation;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.EntityType;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.ViewKind;
import io.tiffin.window.Accumulator;
import io.tiffin.window.WindowSchema;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A catalogue's aggregates by the type of event that may change them: compiled once, so that an
 * event looks at nothing else. Immutable.
 */
final class ContributionPlan {

  /** A measure of orders and where it counts. */
  record OrderEntry(OrderMeasure measure, List<Target> targets) {}

  /** An observation of couriers or restaurants and where it counts. */
  record SignalEntry(SignalMeasure measure, List<Target> targets) {}

  private final Map<String, WindowSchema> schemas = new LinkedHashMap<>();
  private final Map<EventType, List<OrderEntry>> orderEntries = new EnumMap<>(EventType.class);
  private final Map<EventType, List<SignalEntry>> signalEntries = new EnumMap<>(EventType.class);

  /**
   * The plan of a catalogue.
   *
   * @throws IllegalArgumentException if an aggregate names an event or field that does not exist,
   *     mixes subjects, or can never count for its view's entity
   */
  ContributionPlan(Catalogue catalogue) {
    Map<Observation, List<Target>> targets = new LinkedHashMap<>();
    for (FeatureView view : catalogue.views()) {
      if (view.kind() == ViewKind.EVENT) {
        WindowSchema schema = WindowSchema.of(view);
        schemas.put(view.name(), schema);
        schema.accumulators().forEach(one -> collect(view, one, targets));
      }
    }
    for (EventType type : EventType.values()) {
      orderEntries.put(type, new ArrayList<>());
      signalEntries.put(type, new ArrayList<>());
    }
    targets.forEach(this::compile);
  }

  private static void collect(
      FeatureView view, Accumulator accumulator, Map<Observation, List<Target>> targets) {
    Observation observation = accumulator.observation();
    Subject subject = subjectOf(observation);
    if (!countsFor(subject, view.entity())) {
      throw new IllegalArgumentException(
          "view %s is about a %s, which %s says nothing about"
              .formatted(view.name(), view.entity().yamlName(), observation));
    }
    targets
        .computeIfAbsent(observation, ignored -> new ArrayList<>())
        .add(new Target(view.entity(), view.name(), accumulator.id()));
  }

  private static Subject subjectOf(Observation observation) {
    Set<Subject> subjects = EnumSet.noneOf(Subject.class);
    eventsOf(observation).forEach(name -> subjects.add(EventType.ofWireName(name).subject()));
    if (subjects.size() != 1) {
      throw new IllegalArgumentException(
          "%s is not about one order, courier or restaurant".formatted(observation));
    }
    return subjects.iterator().next();
  }

  private static List<String> eventsOf(Observation observation) {
    return switch (observation) {
      case Observation.Occurrence(String type) -> List.of(type);
      case Observation.Field(String type, String ignored) -> List.of(type);
      case Observation.Between(String from, String to) -> List.of(from, to);
      case Observation.Open open -> {
        List<String> all = new ArrayList<>(open.openedBy());
        all.addAll(open.closedBy());
        yield all;
      }
    };
  }

  private static boolean countsFor(Subject subject, EntityType entity) {
    return switch (entity) {
      case REQUEST -> false;
      case RESTAURANT -> subject != Subject.COURIER;
      case COURIER_ZONE, CITY -> true;
      case RESTAURANT_HOUR, DROPOFF_ZONE, DROPOFF_AREA -> subject == Subject.ORDER;
    };
  }

  private void compile(Observation observation, List<Target> targets) {
    if (subjectOf(observation) == Subject.ORDER) {
      compileOrder(new OrderEntry(OrderMeasure.of(observation), List.copyOf(targets)));
    } else {
      SignalEntry entry = new SignalEntry(SignalMeasure.of(observation), List.copyOf(targets));
      entry.measure().types().forEach(type -> signalEntries(type).add(entry));
    }
  }

  // Nothing counts before the order's placing is known, and everything may once it is.
  private void compileOrder(OrderEntry entry) {
    Set<EventType> stages = EnumSet.of(EventType.ORDER_PLACED);
    stages.addAll(entry.measure().stages());
    if (stages.contains(EventType.COURIER_UNASSIGNED)
        || stages.contains(EventType.COURIER_ASSIGNED)
        || stages.contains(EventType.COURIER_ARRIVED_PICKUP)
        || stages.contains(EventType.COURIER_ARRIVED_DROPOFF)) {
      // Whose stage counts depends on who was assigned and who gave the order back.
      stages.add(EventType.COURIER_ASSIGNED);
      stages.add(EventType.COURIER_UNASSIGNED);
    }
    stages.forEach(type -> orderEntries(type).add(entry));
  }

  /** The schema of each event view, by the view's name. */
  Map<String, WindowSchema> schemas() {
    return schemas;
  }

  List<OrderEntry> orderEntries(EventType type) {
    return Objects.requireNonNull(orderEntries.get(type));
  }

  List<SignalEntry> signalEntries(EventType type) {
    return Objects.requireNonNull(signalEntries.get(type));
  }
}
