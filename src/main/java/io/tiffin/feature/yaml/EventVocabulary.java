package io.tiffin.feature.yaml;

import static java.util.Map.entry;

import io.tiffin.feature.EntityType;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The events that aggregates may name: what each is about, and the numeric fields it carries or is
 * given.
 *
 * @param subjects what each type of event is about, by its name
 * @param fields numeric fields by type of event; those without any are absent
 */
record EventVocabulary(Map<String, Subject> subjects, Map<String, Set<String>> fields) {

  static final EventVocabulary PRODUCT =
      new EventVocabulary(
          Map.ofEntries(
              entry("order.placed", Subject.ORDER),
              entry("order.accepted", Subject.ORDER),
              entry("order.ready", Subject.ORDER),
              entry("courier.assigned", Subject.ORDER),
              entry("courier.unassigned", Subject.ORDER),
              entry("courier.arrived_pickup", Subject.ORDER),
              entry("order.picked_up", Subject.ORDER),
              entry("courier.arrived_dropoff", Subject.ORDER),
              entry("order.delivered", Subject.ORDER),
              entry("order.cancelled", Subject.ORDER),
              entry("courier.online", Subject.COURIER),
              entry("courier.offline", Subject.COURIER),
              entry("courier.location", Subject.COURIER),
              entry("restaurant.paused", Subject.RESTAURANT),
              entry("restaurant.resumed", Subject.RESTAURANT)),
          Map.of(
              "order.placed", Set.of("itemsTotal", "itemsDistinct", "subtotalCents"),
              "order.delivered", Set.of("distanceM", "travelSPerM"),
              "courier.location", Set.of("speedMps")));

  /** What an event is about, and so which entities it can be counted for. */
  enum Subject {
    ORDER,
    COURIER,
    RESTAURANT;

    boolean isCountedFor(EntityType entity) {
      return switch (entity) {
        case REQUEST -> false;
        case RESTAURANT -> this != COURIER;
        case COURIER_ZONE, CITY -> true;
        case RESTAURANT_HOUR, DROPOFF_ZONE, DROPOFF_AREA -> this == ORDER;
      };
    }
  }

  EventVocabulary {
    subjects = Map.copyOf(subjects);
    fields = Map.copyOf(fields);
  }

  /** What an event is about; null if there is no such event. */
  @Nullable Subject subject(String event) {
    return subjects.get(event);
  }

  Set<String> fieldsOf(String event) {
    return fields.getOrDefault(event, Set.of());
  }
}
