package io.tiffin.event;

import io.tiffin.event.Event.Envelope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an event must keep to before it is accepted. Pure functions. */
public final class EventRules {

  /** Longest identifier, in UTF-16 code units. */
  public static final int MAX_ID_LENGTH = 128;

  private static final int MAX_TEXT_LENGTH = 512;
  private static final int MAX_ITEMS = 10_000;
  private static final long MAX_SUBTOTAL_CENTS = 1_000_000_000L;
  private static final double MAX_PROMISED_MINUTES = 24 * 60;
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");
  private static final String TIMES = "must be from " + EARLIEST + " and before " + LATEST;

  private final List<Violation> violations = new ArrayList<>();

  private EventRules() {}

  /**
   * Something that an event must not be.
   *
   * @param field name on the wire
   * @param reason what is expected, to be read after the field's name
   */
  public record Violation(String field, String reason) {}

  /**
   * Everything that is wrong with an event, in the order of its fields; empty if it can be
   * accepted.
   */
  public static List<Violation> check(Event event) {
    EventRules rules = new EventRules();
    rules.envelope(event.envelope());
    switch (event) {
      case Event.OrderEvent it -> rules.order(it);
      case Event.CourierEvent it -> rules.id("courierId", it.courierId());
      case Event.RestaurantEvent it -> rules.restaurant(it);
    }
    return List.copyOf(rules.violations);
  }

  private void envelope(Envelope envelope) {
    id("eventId", envelope.eventId());
    time("eventTime", envelope.eventTime());
    time("receivedAt", envelope.receivedAt());
    id("cityId", envelope.cityId());
  }

  private void order(Event.OrderEvent event) {
    id("orderId", event.orderId());
    switch (event) {
      case Event.OrderPlaced it -> placed(it);
      case Event.CourierAssigned it -> id("courierId", it.courierId());
      case Event.CourierUnassigned it -> id("courierId", it.courierId());
      case Event.CourierArrivedPickup it -> id("courierId", it.courierId());
      case Event.CourierArrivedDropoff it -> id("courierId", it.courierId());
      case Event.OrderCancelled it -> {
        text("stage", it.stage());
        text("reason", it.reason());
      }
      case Event.OrderAccepted ignored -> {}
      case Event.OrderReady ignored -> {}
      case Event.OrderPickedUp ignored -> {}
      case Event.OrderDelivered ignored -> {}
    }
  }

  private void placed(Event.OrderPlaced event) {
    id("restaurantId", event.restaurantId());
    range("itemsTotal", event.itemsTotal(), 1, MAX_ITEMS);
    range("itemsDistinct", event.itemsDistinct(), 1, MAX_ITEMS);
    require(
        event.itemsDistinct() <= event.itemsTotal(),
        "itemsDistinct",
        "must not be more than itemsTotal");
    range("subtotalCents", event.subtotalCents(), 0, MAX_SUBTOTAL_CENTS);
    promised(event.promisedMinutes());
  }

  private void promised(@Nullable Double minutes) {
    require(
        minutes == null || (minutes > 0 && minutes <= MAX_PROMISED_MINUTES),
        "promisedMinutes",
        "must be above 0 and at most " + (int) MAX_PROMISED_MINUTES);
  }

  private void restaurant(Event.RestaurantEvent event) {
    id("restaurantId", event.restaurantId());
    if (event instanceof Event.RestaurantProfile profile) {
      id("cuisine", profile.cuisine());
    }
  }

  private void id(String field, String id) {
    require(
        !id.isBlank() && id.length() <= MAX_ID_LENGTH,
        field,
        "must be 1 to " + MAX_ID_LENGTH + " characters, not all blank");
    require(!holdsControl(id), field, "must not hold control characters");
  }

  private static boolean holdsControl(String id) {
    for (int at = 0; at < id.length(); at++) {
      if (Character.isISOControl(id.charAt(at))) {
        return true;
      }
    }
    return false;
  }

  private void text(String field, String text) {
    require(
        text.length() <= MAX_TEXT_LENGTH,
        field,
        "must be at most " + MAX_TEXT_LENGTH + " characters");
  }

  private void time(String field, Instant time) {
    require(!time.isBefore(EARLIEST) && time.isBefore(LATEST), field, TIMES);
  }

  private void range(String field, long value, long lowest, long highest) {
    if (value < lowest || value > highest) { // the reason is only put together where it is needed
      violations.add(new Violation(field, "must be " + lowest + " to " + highest));
    }
  }

  private void require(boolean holds, String field, String reason) {
    if (!holds) {
      violations.add(new Violation(field, reason));
    }
  }
}
