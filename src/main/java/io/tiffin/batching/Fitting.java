package io.tiffin.batching;

/**
 * How items go together into calls that take longer the more they are given, such as those of a
 * model: a batch does not grow beyond what all in it can wait for, and what cannot be answered in
 * time any more is not asked at all.
 *
 * <p>The first in the line always goes. Others are added, first come, first served, as long as the
 * batch stays within its weight; one that does not fit is passed over by lighter ones behind it,
 * but never once it is the first. One that weighs as much as a whole batch takes along what would
 * fit into another, so that light ones need not wait for a line of heavy ones.
 *
 * @param itemsPerCall items in a call at most, at least 1
 * @param expected how long calls take, which whoever makes them notes
 * @param ticker by which it is noted
 */
public record Fitting(int itemsPerCall, LatencyFit expected, Ticker ticker) {

  public Fitting {
    if (itemsPerCall < 1) {
      throw new IllegalArgumentException("items of a call must be at least 1");
    }
  }

  /** Whether a call with nothing but this item would end too late. */
  <Q, A> boolean isHopeless(WaitingItem<Q, A> item) {
    long now = ticker.nanos();
    return item.leftNanos(now) < expected.expectedNanos(item.weight(), now);
  }
}
