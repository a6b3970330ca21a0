package io.tiffin.event;

import io.tiffin.event.ContributionPlan.SignalEntry;
import io.tiffin.event.Step.Verdict;
import io.tiffin.feature.EntityType;
import io.tiffin.geo.Place;
import io.tiffin.geo.Zones;
import io.tiffin.window.Contribution;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps of couriers and restaurants. */
final class SignalSteps {

  private final ContributionPlan plan;
  private final RestaurantDirectory restaurants;
  private final Zones zones;

  SignalSteps(ContributionPlan plan, RestaurantDirectory restaurants, Zones zones) {
    this.plan = plan;
    this.restaurants = restaurants;
    this.zones = zones;
  }

  Step<SignalJourney> apply(SignalJourney before, Event.CourierEvent event, long micros) {
    return switch (event) {
      case Event.CourierOnline it -> courier(before, it, it.place(), micros);
      case Event.CourierLocation it -> courier(before, it, it.place(), micros);
      case Event.CourierOffline it -> courier(before, it, null, micros);
    };
  }

  private Step<SignalJourney> courier(
      SignalJourney before, Event.CourierEvent event, @Nullable Place place, long micros) {
    String zone = place == null ? lastZone(before, micros) : zones.courierZone(place);
    Entities entities =
        Entities.none()
            .with(EntityType.COURIER_ZONE, zone)
            .with(EntityType.CITY, event.envelope().cityId());
    return apply(before, new Signal(EventType.of(event), micros, place, entities));
  }

  private static @Nullable String lastZone(SignalJourney journey, long micros) {
    Signal placed = journey.placedBefore(micros);
    return placed == null ? null : placed.entities().key(EntityType.COURIER_ZONE);
  }

  Step<SignalJourney> apply(SignalJourney before, Event.RestaurantEvent event, long micros) {
    String zone =
        restaurants.find(event.restaurantId()).map(KnownRestaurant::courierZone).orElse(null);
    Entities entities =
        Entities.none()
            .with(EntityType.RESTAURANT, event.restaurantId())
            .with(EntityType.COURIER_ZONE, zone)
            .with(EntityType.CITY, event.envelope().cityId());
    return apply(before, new Signal(EventType.of(event), micros, null, entities));
  }

  private Step<SignalJourney> apply(SignalJourney before, Signal signal) {
    if (before.isTooLate(signal)) {
      return Step.unchanged(before, Verdict.LATE);
    }
    if (before.has(signal)) {
      return Step.unchanged(before, Verdict.DUPLICATE);
    }
    SignalJourney after = before.with(signal);
    List<Contribution> contributions = new ArrayList<>();
    int implausible = 0;
    for (SignalEntry entry : plan.signalEntries(signal.type())) {
      implausible +=
          switch (entry.measure()) {
            case SignalMeasure.Occurred ignored -> occurred(entry, signal, contributions);
            case SignalMeasure.Open open -> opened(entry, open, before, after, contributions);
            case SignalMeasure.Speed ignored -> speeds(entry, signal, after, contributions);
          };
    }
    return new Step<>(after, contributions, Verdict.RECORDED, implausible);
  }

  private static int occurred(SignalEntry entry, Signal signal, List<Contribution> to) {
    Measured once = new Measured(signal.micros(), 1);
    entry.targets().forEach(target -> target.contribute(once, signal.entities(), 1, to));
    return 0;
  }

  private static int opened(
      SignalEntry entry,
      SignalMeasure.Open open,
      SignalJourney before,
      SignalJourney after,
      List<Contribution> to) {
    Signal was = open.openSignal(before);
    Signal is = open.openSignal(after);
    for (Target target : entry.targets()) {
      target.contributeChange(
          SignalMeasure.Open.measure(was),
          was == null ? Entities.none() : was.entities(),
          SignalMeasure.Open.measure(is),
          is == null ? Entities.none() : is.entities(),
          to);
    }
    return 0;
  }

  // A signal between two others replaces their one speed by two.
  private static int speeds(
      SignalEntry entry, Signal signal, SignalJourney after, List<Contribution> to) {
    List<Signal> recent = after.recent();
    int at = recent.indexOf(signal);
    if (at < 0) {
      return 0; // more signals than are kept, and this one was the first to go
    }
    Signal before = at > 0 ? recent.get(at - 1) : null;
    Signal next = at + 1 < recent.size() ? recent.get(at + 1) : null;
    int implausible = 0;
    if (before != null && next != null) {
      contribute(entry, next.speedSince(before), next, -1, to);
    }
    if (before != null) {
      implausible += contribute(entry, signal.speedSince(before), signal, 1, to);
    }
    if (next != null) {
      implausible += contribute(entry, next.speedSince(signal), next, 1, to);
    }
    return implausible;
  }

  private static int contribute(
      SignalEntry entry, Measured speed, Signal at, int weight, List<Contribution> to) {
    entry.targets().forEach(target -> target.contribute(speed, at.entities(), weight, to));
    return speed.equals(Measured.IMPLAUSIBLE) ? 1 : 0;
  }
}
