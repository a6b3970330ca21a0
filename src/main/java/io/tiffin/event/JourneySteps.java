package io.tiffin.event;

import io.tiffin.event.ContributionPlan.OrderEntry;
import io.tiffin.event.Step.Verdict;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.EntityKeys;
import io.tiffin.feature.EntityType;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.geo.Place;
import io.tiffin.geo.Zones;
import io.tiffin.window.Contribution;
import io.tiffin.window.WindowSchema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first of the two pure steps: (journey, event) → (journey', contributions). Thread-safe if its
 * directory is.
 *
 * <p>What a journey contributes is a function of what it has recorded, and a step emits the
 * difference that its event makes. So the order in which the events of a journey arrive does not
 * matter: once all are in, the contributions add up to the same.
 */
public final class JourneySteps {

  private final ContributionPlan plan;
  private final RestaurantDirectory restaurants;
  private final Zones zones;
  private final LocalCalendar calendar = new LocalCalendar(Map.of());
  private final SignalSteps signals;

  /**
   * @param catalogue whose event views are contributed to
   * @param restaurants asked once per order, when its placing arrives
   * @throws IllegalArgumentException if an aggregate can never be counted
   */
  public JourneySteps(Catalogue catalogue, RestaurantDirectory restaurants, Zones zones) {
    this.restaurants = restaurants;
    this.zones = zones;
    plan = new ContributionPlan(catalogue);
    signals = new SignalSteps(plan, restaurants, zones);
  }

  /** The schema of each event view, by the view's name. */
  public Map<String, WindowSchema> schemas() {
    return plan.schemas();
  }

  /**
   * Applies an event of an order.
   *
   * @param before the order's journey
   * @param micros when it happened: the event time, clamped by {@link Stamp}
   */
  public Step<OrderJourney> apply(OrderJourney before, Event.OrderEvent event, long micros) {
    OrderJourney after = record(before, event, micros);
    if (after == before) {
      return Step.unchanged(before, Verdict.DUPLICATE);
    }
    List<Contribution> contributions = new ArrayList<>();
    int implausible = 0;
    PlacedOrder placed = after.placedOrNull();
    if (placed != null) {
      for (OrderEntry entry : plan.orderEntries(EventType.of(event))) {
        implausible += contribute(entry, before, after, placed, contributions);
      }
    }
    return new Step<>(after, contributions, Verdict.RECORDED, implausible);
  }

  private static int contribute(
      OrderEntry entry,
      OrderJourney before,
      OrderJourney after,
      PlacedOrder placed,
      List<Contribution> to) {
    Measured was =
        before.placedOrNull() == null ? Measured.NOTHING : entry.measure().of(before, placed);
    Measured is = entry.measure().of(after, placed);
    if (was.equals(is)) {
      return 0;
    }
    for (Target target : entry.targets()) {
      target.contribute(was, placed.entities(), -1, to);
      target.contribute(is, placed.entities(), 1, to);
    }
    return is.equals(Measured.IMPLAUSIBLE) ? 1 : 0;
  }

  /** Applies an event of a courier or a restaurant; as for orders. */
  public Step<SignalJourney> apply(SignalJourney before, Event.CourierEvent event, long micros) {
    return signals.apply(before, event, micros);
  }

  /** Applies an event of a restaurant; as for orders. A profile must be in the directory before. */
  public Step<SignalJourney> apply(SignalJourney before, Event.RestaurantEvent event, long micros) {
    return signals.apply(before, event, micros);
  }

  // The same journey where the stage is already recorded.
  private OrderJourney record(OrderJourney journey, Event.OrderEvent event, long micros) {
    return switch (event) {
      case Event.OrderPlaced placed ->
          journey.has(EventType.ORDER_PLACED)
              ? journey
              : journey.withPlaced(place(placed, micros), micros);
      case Event.CourierAssigned it ->
          journey.withLeg(journey.leg(it.courierId()).assigned(micros));
      case Event.CourierUnassigned it ->
          journey.withLeg(journey.leg(it.courierId()).unassigned(micros));
      case Event.CourierArrivedPickup it ->
          journey.withLeg(journey.leg(it.courierId()).arrivedPickup(micros));
      case Event.CourierArrivedDropoff it ->
          journey.withLeg(journey.leg(it.courierId()).arrivedDropoff(micros));
      case Event.OrderAccepted ignored -> stage(journey, EventType.ORDER_ACCEPTED, micros);
      case Event.OrderReady ignored -> stage(journey, EventType.ORDER_READY, micros);
      case Event.OrderPickedUp ignored -> stage(journey, EventType.ORDER_PICKED_UP, micros);
      case Event.OrderDelivered ignored -> stage(journey, EventType.ORDER_DELIVERED, micros);
      case Event.OrderCancelled ignored -> stage(journey, EventType.ORDER_CANCELLED, micros);
    };
  }

  private static OrderJourney stage(OrderJourney journey, EventType stage, long micros) {
    return journey.has(stage) ? journey : journey.withStage(stage, micros);
  }

  private PlacedOrder place(Event.OrderPlaced event, long micros) {
    @Nullable KnownRestaurant restaurant = restaurants.find(event.restaurantId()).orElse(null);
    Place dropoff = event.dropoff();
    double distanceM =
        restaurant == null || dropoff == null
            ? Double.NaN
            : restaurant.place().streetMetresTo(dropoff);
    return new PlacedOrder(
        event.restaurantId(),
        dropoff,
        event.itemsTotal(),
        event.itemsDistinct(),
        event.subtotalCents(),
        event.promisedMinutes(),
        distanceM,
        entities(event, restaurant, micros));
  }

  private Entities entities(
      Event.OrderPlaced event, @Nullable KnownRestaurant restaurant, long micros) {
    Entities entities =
        Entities.none()
            .with(EntityType.RESTAURANT, event.restaurantId())
            .with(EntityType.CITY, event.envelope().cityId());
    if (restaurant != null) {
      Instant placedAt = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
      int hour = calendar.hourOfWeek(placedAt, restaurant.timeZone());
      entities =
          entities
              .with(
                  EntityType.RESTAURANT_HOUR, EntityKeys.restaurantHour(event.restaurantId(), hour))
              .with(EntityType.COURIER_ZONE, restaurant.courierZone());
    }
    Place dropoff = event.dropoff();
    return dropoff == null
        ? entities
        : entities
            .with(EntityType.DROPOFF_ZONE, zones.dropoffZone(dropoff))
            .with(EntityType.DROPOFF_AREA, zones.courierZone(dropoff));
  }
}
