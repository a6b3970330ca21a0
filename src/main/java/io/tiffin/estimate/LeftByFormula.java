package io.tiffin.estimate;

/**
 * What is left of an order by formula, for bundles that tell nothing better: the legs still to come
 * are the median of a {@link LogLogistic} duration that began with the stage, and has lasted as
 * long as the order has been in it. So an order that takes longer than expected is expected to take
 * a while yet, and never to have arrived.
 */
final class LeftByFormula {

  /** Of everything up to the door: as of whole deliveries, see {@link PhysicalBaseline}. */
  private static final double SPREAD = 0.36;

  /** Of the hand-off. Chosen by the coverage on the simulated city. */
  private static final double HANDOFF_SPREAD = 0.5;

  /** No stage is expected to take less, in minutes. Chosen. */
  private static final double LEAST = 0.5;

  private static final double MEDIAN = 0.5;

  private LeftByFormula() {}

  static DeliveryMinutes quantiles(OrderProgress progress, Outlook outlook) {
    LogLogistic stage = stage(progress, outlook);
    double[] left = new double[LogNormal.RANKS.length];
    for (int rank = 0; rank < left.length; rank++) {
      left[rank] = stage.left(progress.sinceStage(), LogNormal.RANKS[rank]);
    }
    return DeliveryMinutes.ofLeft(left);
  }

  /** The median. */
  static double median(OrderProgress progress, Outlook outlook) {
    return stage(progress, outlook).left(progress.sinceStage(), MEDIAN);
  }

  /** How long the stage has lasted as a part of what was expected of it and all that follows. */
  static double overdue(OrderProgress progress, Outlook outlook) {
    return progress.sinceStage() / stage(progress, outlook).median();
  }

  /** What is left of each leg, for a median that is left. */
  static DeliveryLegs legs(double p50, OrderProgress progress, Outlook outlook) {
    if (progress.stage().isPickedUp()) {
      return DeliveryLegs.within(p50, 0, 0, p50);
    }
    double prep =
        progress.stage().isCooking()
            ? part(outlook.legs().prepMinutes()).left(progress.sinceAccepted(), MEDIAN)
            : 0;
    double travel = outlook.legs().travelMinutes();
    return DeliveryLegs.within(p50, prep, p50 - prep - travel, travel);
  }

  private static LogLogistic stage(OrderProgress progress, Outlook outlook) {
    double wait = outlook.legs().pickupWaitMinutes();
    double travel = outlook.legs().travelMinutes();
    double counter = outlook.handoffMinutes(); // chosen: a counter takes as long as a door
    return switch (progress.stage()) {
      case PLACED -> part(outlook.minutes().p50());
      case ACCEPTED -> part(outlook.legs().prepMinutes() + wait + travel);
      case ASSIGNED ->
          part(Math.max(prep(progress, outlook), ride(progress, outlook) + counter) + travel);
      case READY -> part(Math.max(wait, outlook.firstMileMinutes() + counter) + travel);
      case READY_ASSIGNED -> part(ride(progress, outlook) + counter + travel);
      case AT_RESTAURANT -> part(Math.max(prep(progress, outlook), counter) + travel);
      case READY_AT_RESTAURANT -> part(counter / 2 + travel);
      case PICKED_UP -> part(travel);
      case AT_DROPOFF -> LogLogistic.of(Math.max(LEAST, outlook.handoffMinutes()), HANDOFF_SPREAD);
    };
  }

  /** What was left of the preparation when the stage began. */
  private static double prep(OrderProgress progress, Outlook outlook) {
    double cooked = progress.sinceAccepted() - progress.sinceStage();
    return part(outlook.legs().prepMinutes()).left(cooked, MEDIAN);
  }

  /** What was left of the courier's way to the restaurant when the stage began. */
  private static double ride(OrderProgress progress, Outlook outlook) {
    double ridden = progress.sinceAssigned() - progress.sinceStage();
    return part(outlook.firstMileMinutes()).left(ridden, MEDIAN);
  }

  private static LogLogistic part(double minutes) {
    return LogLogistic.of(Math.max(LEAST, minutes), SPREAD);
  }
}
