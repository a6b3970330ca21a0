package io.tiffin.event.embedded;

import io.tiffin.event.Replay;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.ViewKind;
import io.tiffin.store.RowLifetimes;
import io.tiffin.window.DecodedState;
import io.tiffin.window.WindowSchema;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Walks through all that is kept, a little with each batch, and forgets journeys that are over and
 * rows that hold nothing any more. Not thread-safe.
 */
final class Expiry {

  private static final byte[] KINDS = {
    StateKeys.COURIER, StateKeys.ORDER, StateKeys.RESTAURANT_SIGNALS, StateKeys.ROW
  };

  private static final long MICROS_PER_SECOND = 1_000_000;

  private final Map<String, WindowSchema> schemas = new HashMap<>();
  private final Map<String, Long> lifetimeMicros = new HashMap<>();
  private int kind;
  private byte[] cursor = {KINDS[0]};

  Expiry(Catalogue catalogue) {
    RowLifetimes lifetimes = new RowLifetimes(catalogue);
    for (FeatureView view : catalogue.views()) {
      Optional<Duration> atSource = lifetimes.of(view.name()).atSource();
      if (view.kind() == ViewKind.EVENT && atSource.isPresent()) {
        schemas.put(view.name(), WindowSchema.of(view));
        lifetimeMicros.put(view.name(), atSource.get().toSeconds() * MICROS_PER_SECOND);
      }
    }
  }

  /**
   * Looks at some more entries.
   *
   * @param state as of {@code nowMicros}
   * @param to forgets what is over, before it takes anything newer
   * @param entries how many to look at
   */
  void walk(EventState state, StateBatch to, long nowMicros, int entries) {
    int[] left = {entries};
    byte[][] last = {cursor};
    state.visit(
        cursor,
        (key, value) -> {
          last[0] = key;
          if (isOver(key, value, nowMicros)) {
            to.forget(key);
          }
          return --left[0] > 0;
        });
    if (left[0] > 0) {
      kind = (kind + 1) % KINDS.length;
      cursor = new byte[] {KINDS[kind]};
    } else {
      cursor = last[0];
    }
  }

  private boolean isOver(byte[] key, byte[] value, long nowMicros) {
    return key[0] == StateKeys.ROW
        ? StateKeys.rowKey(key).filter(row -> isOver(row, value, nowMicros)).isPresent()
        : StateValues.sinceMicros(value) < nowMicros - Replay.JOURNEY_HORIZON_MICROS;
  }

  private boolean isOver(RowKey key, byte[] value, long nowMicros) {
    WindowSchema schema = schemas.get(key.view());
    Long lifetime = lifetimeMicros.get(key.view());
    if (schema == null || lifetime == null) {
      return false;
    }
    Row row = StateValues.row(key, value);
    return row.eventTimeMicros() < nowMicros - lifetime
        && schema.decode(row.body()) instanceof DecodedState.Decoded decoded
        && decoded.state().encode(nowMicros).length == WindowSchema.EMPTY_BODY_BYTES;
  }
}
