package io.tiffin.batching;

import java.time.Duration;
import java.util.Arrays;

/**
 * How long a call takes that is given {@code n} things: {@code perItem · n + constant}, a straight
 * line through the calls of late by least squares. Never negative. Thread-safe; time is a
 * parameter.
 *
 * <p>Calls far off the line, such as one in which the machine stalled, are left out of it. As long
 * as all calls were given about the same, one thing more is taken to cost what it was last seen to
 * cost, at first nothing. Nothing is expected before some calls have been seen, and again once none
 * has been for a while; and of a call far larger than all that are remembered, no more than of one
 * twice as large. For <b>who makes no calls because of what is expected would never learn
 * better</b>.
 */
public final class LatencyFit {

  /**
   * What is expected of calls.
   *
   * @param mostWeight up to where something is known
   */
  public record Line(double perItemNanos, double constantNanos, int mostWeight) {

    private static final Line NONE = new Line(0, 0, 0);

    private long at(int weight) {
      return (long) (perItemNanos * Math.min(weight, mostWeight) + constantNanos);
    }
  }

  /** The line is drawn on to so many times the largest call. Chosen. */
  private static final int FURTHER = 2;

  /** Calls that are remembered. Chosen: some milliseconds of a busy model. */
  static final int CALLS = 64;

  /** Calls before anything is expected, and between two fits. Chosen. */
  static final int STEP = 8;

  /** How long the last call counts. Chosen: a model that is refused is tried again as often. */
  static final Duration LASTS = Duration.ofSeconds(1);

  /** Calls whose distance is more than this many times the median's are left out. Chosen. */
  private static final double FAR = 4;

  /** A distance is no distance below this share of the time. Chosen. */
  private static final double NEAR = 0.05;

  /** Calls that must lie on each side of the mean before they tell what one thing more costs. */
  private static final int WITNESSES = 3;

  /** And how far, as a share of the mean. Chosen. */
  private static final double APART = 0.25;

  private final int[] weights = new int[CALLS];
  private final long[] nanos = new long[CALLS];
  private final double[] sorted = new double[CALLS];
  private final boolean[] out = new boolean[CALLS];
  private long seen;
  private double slope;
  private volatile long lastAtNanos;
  private volatile Line line = Line.NONE;

  /** Notes a call that was answered. */
  public synchronized void ran(int weight, long tookNanos, long atNanos) {
    if (seen > 0 && atNanos - lastAtNanos > LASTS.toNanos()) {
      seen = 0;
      line = Line.NONE;
    }
    int slot = (int) (seen++ % CALLS);
    weights[slot] = Math.max(0, weight);
    nanos[slot] = Math.max(0, tookNanos);
    lastAtNanos = atNanos;
    if (seen % STEP == 0) {
      line = fitted((int) Math.min(seen, CALLS));
    }
  }

  /** What a call with this weight is expected to take; 0 if nothing is known. */
  public long expectedNanos(int weight, long atNanos) {
    Line known = line;
    return atNanos - lastAtNanos > LASTS.toNanos() ? 0 : known.at(weight);
  }

  /** The line of late, however old. */
  public Line line() {
    return line;
  }

  /** The line through all calls, and once more without those that are far from it. */
  private Line fitted(int calls) {
    Arrays.fill(out, false);
    Line all = through(calls);
    for (int call = 0; call < calls; call++) {
      sorted[call] = distance(all, call);
    }
    Arrays.sort(sorted, 0, calls);
    double near = sorted[calls / 2];
    for (int call = 0; call < calls; call++) {
      out[call] = distance(all, call) > FAR * Math.max(near, NEAR * all.at(weights[call]));
    }
    Line kept = through(calls);
    slope = kept.perItemNanos();
    return kept;
  }

  private double distance(Line from, int call) {
    return Math.abs(nanos[call] - from.at(weights[call]));
  }

  private Line through(int calls) {
    int most = 0;
    double count = 0;
    double meanWeight = 0;
    double meanNanos = 0;
    for (int call = 0; call < calls; call++) {
      most = Math.max(most, FURTHER * weights[call]);
      if (!out[call]) {
        count++;
        meanWeight += (weights[call] - meanWeight) / count;
        meanNanos += (nanos[call] - meanNanos) / count;
      }
    }
    double perItem = perItem(calls, meanWeight, meanNanos);
    double constant = meanNanos - perItem * meanWeight;
    return constant >= 0
        ? new Line(perItem, constant, most)
        : new Line(meanNanos / meanWeight, 0, most);
  }

  private double perItem(int calls, double meanWeight, double meanNanos) {
    double squares = 0;
    double products = 0;
    int below = 0;
    int above = 0;
    for (int call = 0; call < calls; call++) {
      double apart = weights[call] - meanWeight;
      if (!out[call]) {
        squares += apart * apart;
        products += apart * (nanos[call] - meanNanos);
        below += apart < -APART * meanWeight ? 1 : 0;
        above += apart > APART * meanWeight ? 1 : 0;
      }
    }
    boolean isTold = below >= WITNESSES && above >= WITNESSES;
    return isTold ? Math.max(0, products / squares) : slope;
  }
}
