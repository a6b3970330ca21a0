package io.tiffin.simulation;

import org.jspecify.annotations.Nullable;

/** One courier: where they are, how fast they ride, and what they are busy with. */
final class Courier {

  private static final double STROLL_METRES_PER_SECOND = 4;

  private final String id;
  private final Spot home;
  private final double speedFactor;
  private final long clockErrorMillis;
  private final Dice dice;
  private boolean onShift;
  private long shiftBeganMillis;
  private long shiftEndsMillis;
  private long unwillingUntilMillis;
  private @Nullable Trip trip;
  private Spot from;
  private Spot to;
  private long leftMillis;
  private long thereMillis;

  Courier(World world, String id) {
    this.id = id;
    dice = world.dice("courier " + id);
    home = new Spot(dice.gaussian(0, 2_000), dice.gaussian(0, 2_000));
    speedFactor = dice.lognormal(1, 0.1);
    clockErrorMillis = world.uplink().clockError(id);
    from = home;
    to = home;
  }

  String id() {
    return id;
  }

  double speedFactor() {
    return speedFactor;
  }

  long clockErrorMillis() {
    return clockErrorMillis;
  }

  Dice dice() {
    return dice;
  }

  /** Begins a shift, somewhere near home. */
  void comeOnline(long nowMillis, long shiftEndsMillis) {
    onShift = true;
    shiftBeganMillis = nowMillis;
    this.shiftEndsMillis = shiftEndsMillis;
    Spot start =
        new Spot(home.east() + dice.gaussian(0, 500), home.north() + dice.gaussian(0, 500));
    ride(start, nowMillis, 0);
  }

  void goOffline() {
    onShift = false;
  }

  /** Whether the shift that began at this instant still lasts. */
  boolean isOnShiftSince(long beganMillis) {
    return onShift && shiftBeganMillis == beganMillis;
  }

  boolean isShiftOver(long nowMillis) {
    return nowMillis >= shiftEndsMillis;
  }

  /** Whether an order can be offered now. */
  boolean isFree(long nowMillis) {
    return trip == null && nowMillis >= unwillingUntilMillis && nowMillis < shiftEndsMillis;
  }

  boolean isBusy() {
    return trip != null;
  }

  void refuse(long untilMillis) {
    unwillingUntilMillis = untilMillis;
  }

  void begin(Trip begun) {
    trip = begun;
  }

  /** Ends the trip and strolls towards the home zone. */
  void end(long nowMillis) {
    trip = null;
    Spot here = spotAt(nowMillis);
    ride(home, nowMillis, here.metresTo(home) / STROLL_METRES_PER_SECOND);
  }

  void ride(Spot destination, long nowMillis, double seconds) {
    from = seconds == 0 ? destination : spotAt(nowMillis);
    to = destination;
    leftMillis = nowMillis;
    thereMillis = nowMillis + Math.round(seconds * 1_000);
  }

  Spot spotAt(long millis) {
    return millis >= thereMillis
        ? to
        : from.towards(to, (double) (millis - leftMillis) / (thereMillis - leftMillis));
  }
}
