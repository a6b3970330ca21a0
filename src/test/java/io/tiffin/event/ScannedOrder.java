package io.tiffin.event;

import io.tiffin.event.Step.Verdict;
import io.tiffin.feature.Aggregate.Observation;
import io.tiffin.feature.EntityType;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** All that is known of one order, listed anew at every event. */
final class ScannedOrder {

  private static final long LONGEST_MICROS = 6 * 3_600_000_000L;
  private static final double SHORTEST_METRES = 50;

  /** A courier of the order: what was taken note of. */
  private static final class Leg {
    Long assigned;
    Long unassigned;
    final Map<EventType, Long> arrivals = new EnumMap<>(EventType.class);

    boolean isHandedBack() {
      return unassigned != null && (assigned == null || assigned <= unassigned);
    }

    boolean isNewlyAssigned(long micros) {
      boolean inForce = assigned != null && !isHandedBack();
      if (inForce || (assigned != null && micros <= assigned)) {
        return false;
      }
      assigned = micros;
      return true;
    }

    boolean isNewlyHandedBack(long micros) {
      if (unassigned != null && micros <= unassigned) {
        return false;
      }
      unassigned = micros;
      return true;
    }
  }

  private final ScannedRestaurants restaurants;
  private final Collection<Observation> observations;
  private final Map<EventType, Long> own = new EnumMap<>(EventType.class);
  private final Map<String, Leg> legs = new HashMap<>();
  private Event.OrderPlaced placed;
  private Map<EntityType, String> entities = Map.of();
  private double distance;

  private Map<Observation, Counted> counted = Map.of();

  ScannedOrder(ScannedRestaurants restaurants, Collection<Observation> observations) {
    this.restaurants = restaurants;
    this.observations = observations;
  }

  Verdict accept(Event.OrderEvent event, long micros, Changes changes) {
    if (!isNews(event, micros)) {
      return Verdict.DUPLICATE;
    }
    if (placed != null) {
      Map<Observation, Counted> now = look();
      for (Observation observation : observations) {
        Counted was = counted.get(observation);
        Counted is = now.get(observation);
        if (was != null && !was.isSameAs(is)) {
          changes.gone(was);
        }
        if (is != null && !is.isSameAs(was)) {
          changes.come(is);
        } else if (is != null) {
          now.put(observation, was);
        }
      }
      counted = now;
    }
    return Verdict.RECORDED;
  }

  private boolean isNews(Event.OrderEvent event, long micros) {
    return switch (event) {
      case Event.CourierAssigned it -> leg(it.courierId()).isNewlyAssigned(micros);
      case Event.CourierUnassigned it -> leg(it.courierId()).isNewlyHandedBack(micros);
      case Event.CourierArrivedPickup it -> isFirst(it, leg(it.courierId()).arrivals, micros);
      case Event.CourierArrivedDropoff it -> isFirst(it, leg(it.courierId()).arrivals, micros);
      case Event.OrderPlaced it -> isNewlyPlaced(it, micros);
      default -> isFirst(event, own, micros);
    };
  }

  private static boolean isFirst(Event event, Map<EventType, Long> stages, long micros) {
    return stages.putIfAbsent(EventType.of(event), micros) == null;
  }

  private boolean isNewlyPlaced(Event.OrderPlaced event, long micros) {
    if (placed != null) {
      return false;
    }
    placed = event;
    entities = restaurants.entities(event, micros);
    distance = restaurants.distance(event);
    own.put(EventType.ORDER_PLACED, micros);
    return true;
  }

  private Leg leg(String courierId) {
    return legs.computeIfAbsent(courierId, ignored -> new Leg());
  }

  private Map<Observation, Counted> look() {
    Map<Observation, Counted> now = new HashMap<>();
    Map<EventType, Long> stages = stages();
    for (Observation observation : observations) {
      Counted seen = look(observation, stages);
      if (seen != null) {
        now.put(observation, seen);
      }
    }
    return now;
  }

  private Map<EventType, Long> stages() {
    Map<EventType, Long> stages = new EnumMap<>(own);
    for (Leg leg : legs.values()) {
      if (!leg.isHandedBack()) {
        if (leg.assigned != null) {
          stages.merge(EventType.COURIER_ASSIGNED, leg.assigned, Math::max);
        }
        leg.arrivals.forEach((type, micros) -> stages.merge(type, micros, Math::max));
      }
    }
    if (!stages.containsKey(EventType.COURIER_ASSIGNED)) {
      legs.values().stream()
          .filter(leg -> leg.unassigned != null)
          .forEach(leg -> stages.merge(EventType.COURIER_UNASSIGNED, leg.unassigned, Math::max));
    }
    return stages;
  }

  // Null where there is nothing to see.
  private Counted look(Observation observation, Map<EventType, Long> stages) {
    return switch (observation) {
      case Observation.Occurrence(String type) -> see(observation, stages.get(stage(type)), 1);
      case Observation.Between(String from, String to) ->
          between(observation, stages.get(stage(from)), stages.get(stage(to)));
      case Observation.Open open -> open(open, stages);
      case Observation.Field(String type, String field) ->
          field(observation, field, stages.get(stage(type)), stages);
    };
  }

  private Counted see(Observation observation, Long micros, long amount) {
    return micros == null ? null : new Counted(observation, entities, micros, amount);
  }

  private Counted between(Observation observation, Long from, Long to) {
    if (from == null || to == null) {
      return null;
    }
    return to < from || to - from > LONGEST_MICROS
        ? Counted.implausible(observation)
        : see(observation, to, (to - from) / 1_000);
  }

  private Counted open(Observation.Open open, Map<EventType, Long> stages) {
    if (stages.containsKey(EventType.ORDER_DELIVERED)
        || stages.containsKey(EventType.ORDER_CANCELLED)
        || open.closedBy().stream().anyMatch(type -> stages.containsKey(stage(type)))) {
      return null;
    }
    Long opened = null;
    for (String type : open.openedBy()) {
      Long micros = stages.get(stage(type));
      opened = opened == null || (micros != null && micros > opened) ? micros : opened;
    }
    return see(open, opened, open.amountField() == null ? 1 : amount(open.amountField()));
  }

  private long amount(String placedField) {
    return switch (placedField) {
      case "itemsTotal" -> placed.itemsTotal() * 1_000_000L;
      case "itemsDistinct" -> placed.itemsDistinct() * 1_000_000L;
      case "subtotalCents" -> placed.subtotalCents() * 1_000_000L;
      default -> throw new IllegalArgumentException(placedField);
    };
  }

  private Counted field(
      Observation observation, String field, Long micros, Map<EventType, Long> stages) {
    return switch (field) {
      case "speedMps" -> null;
      case "distanceM" ->
          Double.isNaN(distance) ? null : see(observation, micros, Math.round(distance * 1e6));
      case "travelSPerM" -> micros == null ? null : travel(observation, micros, stages);
      default -> see(observation, micros, amount(field));
    };
  }

  private Counted travel(Observation observation, long delivered, Map<EventType, Long> stages) {
    Long pickedUp = stages.get(EventType.ORDER_PICKED_UP);
    if (pickedUp == null || !(distance >= SHORTEST_METRES)) {
      return null;
    }
    long micros = stages.getOrDefault(EventType.COURIER_ARRIVED_DROPOFF, delivered) - pickedUp;
    return micros < 0 || micros > LONGEST_MICROS
        ? Counted.implausible(observation)
        : see(observation, delivered, Math.round(micros / 1e6 / distance * 1e6));
  }

  private static EventType stage(String wireName) {
    return EventType.ofWireName(wireName);
  }
}
