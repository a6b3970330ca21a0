package io.tiffin.training;

import io.tiffin.estimate.DeliveryLegs;
import io.tiffin.estimate.DeliveryMinutes;
import io.tiffin.estimate.OrderProgress;
import io.tiffin.estimate.Outlook;
import io.tiffin.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * An order on its way as it was asked about at an instant, and how long it then took to arrive.
 *
 * @param orderId which order
 * @param askedMicros when, microseconds since the epoch
 * @param reachedWith the event that has just taken it to another stage; null in between
 * @param progress how far it had come
 * @param columns what a network reads of it
 * @param context what else is expected at the restaurant and on the way; its minutes and legs are
 *     those of nobody yet
 */
record JourneySnapshot(
    String orderId,
    long askedMicros,
    @Nullable EventType reachedWith,
    OrderProgress progress,
    ColumnReader.Columns columns,
    Outlook context) {

  /** What a context holds in the place of a network's answer. */
  static final DeliveryMinutes NO_MINUTES = new DeliveryMinutes(0, 0, 0, 0);

  static final DeliveryLegs NO_LEGS = new DeliveryLegs(0, 0, 0);

  /** The same with these columns. */
  JourneySnapshot with(ColumnReader.Columns others) {
    return new JourneySnapshot(orderId, askedMicros, reachedWith, progress, others, context);
  }

  /** The outlook with what a network answers. */
  Outlook outlook(DeliveryMinutes minutes, DeliveryLegs legs) {
    return new Outlook(
        minutes,
        legs,
        context.prepMinutes(),
        context.assignMinutes(),
        context.firstMileMinutes(),
        context.rideMinutes(),
        context.handoffMinutes());
  }
}
