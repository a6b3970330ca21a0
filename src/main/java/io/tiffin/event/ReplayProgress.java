package io.tiffin.event;

import java.util.List;

/**
 * How far a replay has come.
 *
 * @param nowMicros when the newest event was received
 * @param feeds how far each city's events have come
 * @param counts what became of the events
 */
public record ReplayProgress(long nowMicros, List<Feed> feeds, ReplayCounts counts) {

  /** That of a replay that has seen nothing. */
  public static final ReplayProgress NONE =
      new ReplayProgress(Long.MIN_VALUE, List.of(), new ReplayCounts(0, 0, 0, 0, 0, 0));

  public ReplayProgress {
    feeds = List.copyOf(feeds);
  }
}
