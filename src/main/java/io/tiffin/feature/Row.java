package io.tiffin.feature;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One entity's row of a view, the only thing a store knows.
 *
 * <p>The body is one packed blob, read by {@link RowCodec} or, for window state, by the window
 * room. The array is owned by the row: neither the writer nor a reader may change it, and it is not
 * copied.
 *
 * @param key what the row is about
 * @param revision monotone per key, at least 1: microseconds of the event time for loaded rows, the
 *     writer's counter for live ones
 * @param eventTimeMicros when the row's content was true, microseconds since the epoch
 * @param body packed content; never changed
 */
@SuppressWarnings(
    "ArrayRecordComponent") // a copy per read is what the packed body is there to avoid
public record Row(RowKey key, long revision, long eventTimeMicros, byte[] body) {

  public Row {
    if (revision < 1) {
      throw new IllegalArgumentException(
          "revision of " + key + " is " + revision + ", expected at least 1");
    }
  }

  public Instant eventTime() {
    return Instant.EPOCH.plus(eventTimeMicros, ChronoUnit.MICROS);
  }
}
