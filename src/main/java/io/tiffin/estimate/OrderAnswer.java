package io.tiffin.estimate;

import io.tiffin.event.EventType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What can be said of an order that was placed. */
public sealed interface OrderAnswer {

  /** It is on its way. */
  record OnItsWay(OrderEstimate estimate) implements OrderAnswer {}

  /**
   * It is over.
   *
   * @param how {@code ORDER_DELIVERED} or {@code ORDER_CANCELLED}
   * @param at when that happened
   */
  record Over(EventType how, Instant at) implements OrderAnswer {}

  /** No event has named it, or those that did are forgotten. */
  record Unknown() implements OrderAnswer {}

  /** Events have named it, but not the one that says what was ordered where. */
  record NotPlaced() implements OrderAnswer {}

  /**
   * Its journey can't be read, so nobody can say.
   *
   * @param reason one sentence for operators
   * @param cause for logs; null if nothing was thrown
   */
  record Unavailable(String reason, @Nullable Throwable cause) implements OrderAnswer {}
}
