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

  /**
   * This leg with the courier assigned; this very leg while an assignment is in force, or for one
   * before the latest.
   */
  CourierLeg assigned(long micros) {
    return isAssigned() || micros <= assignedMicros
        ? this
        : new CourierLeg(
            courierId, micros, unassignedMicros, arrivedPickupMicros, arrivedDropoffMicros);
  }

  /** This leg with the order given back; this very leg if that is recorded already. */
  CourierLeg unassigned(long micros) {
    return micros <= unassignedMicros
        ? this
        : new CourierLeg(
            courierId, assignedMicros, micros, arrivedPickupMicros, arrivedDropoffMicros);
  }

  /** This leg with the courier at the restaurant; this very leg if that is recorded already. */
  CourierLeg arrivedPickup(long micros) {
    return arrivedPickupMicros != OrderJourney.NEVER
        ? this
        : new CourierLeg(courierId, assignedMicros, unassignedMicros, micros, arrivedDropoffMicros);
  }

  /** This leg with the courier at the drop-off; this very leg if that is recorded already. */
  CourierLeg arrivedDropoff(long micros) {
    return arrivedDropoffMicros != OrderJourney.NEVER
        ? this
        : new CourierLeg(courierId, assignedMicros, unassignedMicros, arrivedPickupMicros, micros);
  }
}
