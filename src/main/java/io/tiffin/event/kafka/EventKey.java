package io.tiffin.event.kafka;

import io.tiffin.event.Event;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The key of an event's record: what the event is about. Events with the same key are counted by
 * one task, in the order in which they are in the topic. Pure functions.
 */
final class EventKey {

  private EventKey() {}

  static String of(Event event) {
    return switch (event) {
      case Event.OrderEvent it -> it.orderId();
      case Event.CourierEvent it -> it.courierId();
      case Event.RestaurantEvent it -> it.restaurantId();
    };
  }

  static boolean fits(byte @Nullable [] key, Event event) {
    return key != null && Arrays.equals(key, RowKeys.text(of(event)));
  }
}
