package io.tiffin.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has been recorded of one order: the time of each stage, whatever order the events came in.
 * Immutable.
 *
 * <p>A stage is recorded once. The stages of couriers are recorded once per courier, as an order
 * may be given back and assigned anew; the order's own stage is that of the latest courier who has
 * not given it back.
 */
public final class OrderJourney {

  /** The time of a stage that has not been recorded. */
  public static final long NEVER = Long.MIN_VALUE;

  /**
   * Couriers that are remembered per order. Chosen: what a dispatcher never reaches, so that a
   * broken one cannot fill the memory.
   */
  private static final int MAX_COURIERS = 16;

  /** The types of events that are about an order. */
  static final List<EventType> STAGES =
      Arrays.stream(EventType.values())
          .filter(type -> type.subject() == EventType.Subject.ORDER)
          .toList();

  private final String orderId;
  private final @Nullable PlacedOrder placed;
  private final long[] stageMicros;
  private final List<CourierLeg> legs;

  private OrderJourney(
      String orderId, @Nullable PlacedOrder placed, long[] stageMicros, List<CourierLeg> legs) {
    this.orderId = orderId;
    this.placed = placed;
    this.stageMicros = stageMicros;
    this.legs = legs;
  }

  /** The journey of an order that nothing is known of. */
  public static OrderJourney begin(String orderId) {
    long[] stages = new long[STAGES.size()];
    Arrays.fill(stages, NEVER);
    return new OrderJourney(orderId, null, stages, List.of());
  }

  public String orderId() {
    return orderId;
  }

  /**
   * When the order reached a stage, in microseconds since the epoch; {@link #NEVER} if it has not.
   *
   * @param stage a type of event that is about an order
   */
  public long stageMicros(EventType stage) {
    return stageMicros[position(stage)];
  }

  public boolean has(EventType stage) {
    return stageMicros(stage) != NEVER;
  }

  /** Whether nothing is open about the order any more. */
  public boolean isOver() {
    return has(EventType.ORDER_DELIVERED) || has(EventType.ORDER_CANCELLED);
  }

  /** What its placing says; empty until that is recorded. */
  public Optional<PlacedOrder> placed() {
    return Optional.ofNullable(placed);
  }

  @Nullable PlacedOrder placedOrNull() {
    return placed;
  }

  /** Those of the couriers that are remembered. */
  List<CourierLeg> legs() {
    return legs;
  }

  /** This journey's stages with what was placed and with legs that have led to them. */
  OrderJourney with(@Nullable PlacedOrder order, List<CourierLeg> all) {
    return new OrderJourney(orderId, order, stageMicros, List.copyOf(all));
  }

  OrderJourney withPlaced(PlacedOrder order, long micros) {
    return new OrderJourney(orderId, order, stagesWith(EventType.ORDER_PLACED, micros), legs);
  }

  OrderJourney withStage(EventType stage, long micros) {
    return new OrderJourney(orderId, placed, stagesWith(stage, micros), legs);
  }

  private long[] stagesWith(EventType stage, long micros) {
    long[] stages = stageMicros.clone();
    stages[position(stage)] = micros;
    return stages;
  }

  /** The leg of a courier, an empty one if nothing is recorded. */
  CourierLeg leg(String courierId) {
    for (CourierLeg leg : legs) {
      if (leg.courierId().equals(courierId)) {
        return leg;
      }
    }
    return CourierLeg.of(courierId);
  }

  /**
   * This journey with a leg in the place of the same courier's former one; this very journey if it
   * has that leg.
   */
  OrderJourney withLeg(CourierLeg leg) {
    if (legs.contains(leg)) {
      return this;
    }
    List<CourierLeg> others = new ArrayList<>(legs);
    others.removeIf(one -> one.courierId().equals(leg.courierId()));
    if (others.size() == MAX_COURIERS) {
      others.removeFirst();
    }
    others.add(leg);
    return new OrderJourney(orderId, placed, courierStages(others), List.copyOf(others));
  }

  private long[] courierStages(List<CourierLeg> all) {
    long assigned = NEVER;
    long unassigned = NEVER;
    long arrivedPickup = NEVER;
    long arrivedDropoff = NEVER;
    for (CourierLeg leg : all) {
      unassigned = Math.max(unassigned, leg.unassignedMicros());
      if (!leg.isHandedBack()) {
        assigned = Math.max(assigned, leg.assignedMicros());
        arrivedPickup = Math.max(arrivedPickup, leg.arrivedPickupMicros());
        arrivedDropoff = Math.max(arrivedDropoff, leg.arrivedDropoffMicros());
      }
    }
    long[] stages = stageMicros.clone();
    stages[position(EventType.COURIER_ASSIGNED)] = assigned;
    stages[position(EventType.COURIER_UNASSIGNED)] = assigned == NEVER ? unassigned : NEVER;
    stages[position(EventType.COURIER_ARRIVED_PICKUP)] = arrivedPickup;
    stages[position(EventType.COURIER_ARRIVED_DROPOFF)] = arrivedDropoff;
    return stages;
  }

  @SuppressWarnings(
      "EnumOrdinal") // positions live in memory only; the types about orders come first
  private static int position(EventType stage) {
    return stage.ordinal();
  }
}
