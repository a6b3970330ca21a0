package io.tiffin.training;

import io.tiffin.event.Event.OrderPlaced;
import io.tiffin.serving.FeatureRequest;
import java.util.Map;

/**
 * What may not be known of an order. The network learns from some orders seen so, through the very
 * ladder that serves.
 */
enum Outage {
  /** Everything that the city told. */
  NONE("all is known"),
  /** The event feed has stopped: no live feature and no history. */
  FEED("the event feed has stopped"),
  /** Live rows are lost, histories are there. */
  LIVE("live rows are lost"),
  /** Nobody has described the restaurant, and it has no rows. */
  RESTAURANT("the restaurant is unknown"),
  /** The caller does not tell where the order goes. */
  DROPOFF("the drop-off is unknown"),
  /** The caller does not tell what was ordered. */
  ITEMS("the items are unknown");

  private final String title;

  Outage(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Whether a view's rows are not found. */
  boolean loses(String view) {
    return switch (this) {
      case FEED -> view.equals("feed");
      case LIVE -> view.endsWith("_live");
      case RESTAURANT -> view.startsWith("restaurant_");
      case NONE, DROPOFF, ITEMS -> false;
    };
  }

  /** What a caller would ask about an order. */
  FeatureRequest request(OrderPlaced order) {
    boolean tellsItems = this != ITEMS;
    return new FeatureRequest(
        this == RESTAURANT ? "unknown" : order.restaurantId(),
        this == DROPOFF ? null : order.dropoff(),
        order.envelope().eventTime(),
        order.envelope().receivedAt(),
        tellsItems ? order.itemsTotal() : null,
        tellsItems ? order.itemsDistinct() : null,
        tellsItems ? order.subtotalCents() : null,
        Map.of(),
        null);
  }
}
