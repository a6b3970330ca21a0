package io.tiffin.simulation;

import io.tiffin.event.Event;
import io.tiffin.event.Event.Envelope;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * The way from the city to its listener, with its faults: what happened goes in, what is received
 * comes out in order of receipt.
 */
final class Uplink {

  private final Agenda agenda;
  private final CitySettings settings;
  private final FaultSettings faults;
  private final Dice dice;
  private final String idPrefix;
  private final long outageFromMillis;
  private final long outageToMillis;
  private final PriorityQueue<Received> underWay = new PriorityQueue<>();
  private long sent;

  Uplink(CitySettings settings, Agenda agenda) {
    this.settings = settings;
    this.agenda = agenda;
    faults = settings.faults();
    dice = Dice.of(settings.seed(), "uplink");
    idPrefix = "e-" + Long.toString(agenda.nowMillis() / 1_000, Character.MAX_RADIX) + "-";
    outageFromMillis = agenda.nowMillis() + faults.outageAfter().toMillis();
    outageToMillis = outageFromMillis + faults.outage().toMillis();
  }

  /**
   * The error of one device's clock, in milliseconds.
   *
   * @param device whose clock it is; the same device always has the same error
   */
  long clockError(String device) {
    if (faults.skewedClocks() == 0) {
      return 0;
    }
    Dice own = Dice.of(settings.seed(), "clock of " + device);
    return Math.round(
        own.chance(faults.skewedClocks()) ? own.uniform(-90_000, 90_000) : own.gaussian(0, 1_500));
  }

  /** Sends what happens now, timed by a clock with this error. */
  void send(long clockErrorMillis, Function<Envelope, Event> event) {
    String eventId = idPrefix + sent++;
    Instant eventTime = Instant.ofEpochMilli(agenda.nowMillis() + clockErrorMillis);
    transmit(eventId, eventTime, event);
    if (faults.duplicates() > 0 && dice.chance(faults.duplicates())) {
      transmit(eventId, eventTime, event);
    }
  }

  /** Sends what ends an order: such events may get lost. */
  void sendTerminal(long clockErrorMillis, Function<Envelope, Event> event) {
    if (faults.lostTerminals() == 0 || !dice.chance(faults.lostTerminals())) {
      send(clockErrorMillis, event);
    }
  }

  /** Whether an event waits that no event still to be sent up to {@code millis} can overtake. */
  boolean hasReceivedBy(long millis) {
    Received next = underWay.peek();
    return next != null && next.atMillis <= millis;
  }

  /** Takes the event that is received first. */
  Event receive() {
    return underWay.remove().event;
  }

  private void transmit(String eventId, Instant eventTime, Function<Envelope, Event> event) {
    long receivedAt = receivedAtMillis();
    Envelope envelope =
        new Envelope(eventId, eventTime, Instant.ofEpochMilli(receivedAt), settings.cityId());
    underWay.add(new Received(receivedAt, sent, event.apply(envelope)));
  }

  private long receivedAtMillis() {
    double delayMillis = dice.uniform(50, 1_000);
    if (faults.delayed() > 0 && dice.chance(faults.delayed())) {
      delayMillis += dice.exponential((double) faults.meanDelay().toMillis());
    }
    long millis = agenda.nowMillis() + Math.round(delayMillis);
    boolean duringOutage = millis >= outageFromMillis && millis < outageToMillis;
    return duringOutage ? outageToMillis + Math.round(dice.uniform(0, 20_000)) : millis;
  }

  private record Received(long atMillis, long number, Event event) implements Comparable<Received> {

    @Override
    public int compareTo(Received other) {
      int byTime = Long.compare(atMillis, other.atMillis);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }
}
