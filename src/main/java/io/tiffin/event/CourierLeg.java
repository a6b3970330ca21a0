package io.tiffin.event;

/**
 * What one courier did for an order; {@link OrderJourney#NEVER} for what has not been recorded.
 * Microseconds since the epoch.
 *
 * @param unassignedMicros when the courier gave the order back
 */
record CourierLeg(
    String courierId,
    long assignedMicros,
    long unassignedMicros,
    long arrivedPickupMicros,
    long arrivedDropoffMicros) {

  static CourierLeg of(String courierId) {
    return new CourierLeg(
        courierId, OrderJourney.NEVER, OrderJourney.NEVER, OrderJourney.NEVER, OrderJourney.NEVER);
  }

  /** Whether the courier gave the order back and has not been assigned again since. */
  boolean isHandedBack() {
    return unassignedMicros != OrderJourney.NEVER && unassignedMicros >= assignedMicros;
  }

  boolean isAssigned() {
    return assignedMicros != OrderJourney.NEVER && !isHandedBack();
  }

  CourierLeg withAssigned(long micros) {
    return new CourierLeg(
        courierId, micros, unassignedMicros, arrivedPickupMicros, arrivedDropoffMicros);
  }

  CourierLeg withUnassigned(long micros) {
    return new CourierLeg(
        courierId, assignedMicros, micros, arrivedPickupMicros, arrivedDropoffMicros);
  }

  CourierLeg withArrivedPickup(long micros) {
    return new CourierLeg(
        courierId, assignedMicros, unassignedMicros, micros, arrivedDropoffMicros);
  }

  CourierLeg withArrivedDropoff(long micros) {
    return new CourierLeg(courierId, assignedMicros, unassignedMicros, arrivedPickupMicros, micros);
  }
}
