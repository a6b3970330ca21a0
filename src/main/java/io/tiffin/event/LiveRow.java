package io.tiffin.event;

import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.window.Applied;
import io.tiffin.window.Contribution;
import io.tiffin.window.DecodedState;
import io.tiffin.window.WindowSchema;
import io.tiffin.window.WindowState;
import org.jspecify.annotations.Nullable;

/**
 * A row being written: its state stays decoded, and is packed when somebody asks. Not thread-safe.
 */
final class LiveRow {

  /**
   * How much event traffic may pass before tiles that nobody reads any more are dropped. Chosen.
   */
  private static final long PRUNE_EVERY_MICROS = 3_600_000_000L;

  private static final long MINUTE_MICROS = 60_000_000L;

  private final RowKey key;
  private final WindowState state;
  private byte @Nullable [] packed;
  private long packedInMinute;
  private long revision;
  private long lastEvent;
  private long receivedMicros;
  private long prunedMicros;
  private boolean changed;

  private LiveRow(RowKey key, WindowState state) {
    this.key = key;
    this.state = state;
  }

  /** A row that nothing has counted for. */
  static LiveRow empty(RowKey key, WindowSchema schema) {
    return new LiveRow(key, schema.empty());
  }

  /**
   * A row that was packed before.
   *
   * @throws IllegalStateException if it does not hold state of the view
   */
  static LiveRow of(Row kept, WindowSchema schema) {
    return switch (schema.decode(kept.body())) {
      case DecodedState.Decoded(WindowState state) -> {
        LiveRow row = new LiveRow(kept.key(), state);
        row.revision = kept.revision();
        row.receivedMicros = kept.eventTimeMicros();
        yield row;
      }
      case DecodedState.Unreadable(var reason) ->
          throw new IllegalStateException("the row kept of %s is %s".formatted(kept.key(), reason));
    };
  }

  RowKey key() {
    return key;
  }

  /**
   * Applies a contribution.
   *
   * @param nowMicros when the newest event was received
   * @param event number of the event that contributes: the revision grows once for each
   */
  Applied apply(Contribution contribution, long nowMicros, long event) {
    if (event != lastEvent) {
      lastEvent = event;
      revision++;
    }
    if (nowMicros - prunedMicros > PRUNE_EVERY_MICROS) {
      state.prune(nowMicros);
      prunedMicros = nowMicros;
    }
    packed = null;
    receivedMicros = nowMicros;
    return state.apply(contribution, nowMicros);
  }

  /** Marks the row as changed; true if it was not marked before. */
  boolean markChanged() {
    boolean first = !changed;
    changed = true;
    return first;
  }

  void published() {
    changed = false;
  }

  /** The row as of now; the same bytes for the same content and minute, for no tile is narrower. */
  Row row(long nowMicros) {
    byte[] body = packed;
    long minute = Math.floorDiv(nowMicros, MINUTE_MICROS);
    if (body == null || packedInMinute != minute) {
      body = state.encode(nowMicros);
      packed = body;
      packedInMinute = minute;
    }
    return new Row(key, revision, receivedMicros, body);
  }

  /** The row as of its newest change. */
  Row rowAsChanged() {
    return new Row(key, revision, receivedMicros, state.encode(receivedMicros));
  }
}
