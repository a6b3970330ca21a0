package io.tiffin.event.kafka;

import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.window.Contribution;
import io.tiffin.window.DecodedState;
import io.tiffin.window.WindowSchema;
import io.tiffin.window.WindowState;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows that a task keeps: window state, when the newest event was received that changed it, and
 * the last revision given out. The busiest are kept decoded too.
 */
final class RowStates {

  private static final Logger LOG = LoggerFactory.getLogger(RowStates.class);

  /** Rows kept decoded, a few kilobytes each. Chosen. */
  private static final int DECODED = 1_000;

  private static final int HEADER_BYTES = 2 * Long.BYTES;

  private final KeyValueStore<byte[], byte[]> store;
  private final Map<String, WindowSchema> schemas;
  private final RuntimeMeters meters;
  private final LinkedHashMap<RowKey, Kept> decoded =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<RowKey, Kept> eldest) {
          return size() > DECODED;
        }
      };

  RowStates(
      KeyValueStore<byte[], byte[]> store,
      Map<String, WindowSchema> schemas,
      RuntimeMeters meters) {
    this.store = store;
    this.schemas = schemas;
    this.meters = meters;
  }

  /** A row, decoded. */
  private static final class Kept {

    private final WindowState state;
    private long revision;
    private long receivedMicros;

    Kept(WindowState state, long revision, long receivedMicros) {
      this.state = state;
      this.revision = revision;
      this.receivedMicros = receivedMicros;
    }
  }

  /**
   * Applies what one event contributes to a row.
   *
   * @return whether the row is one of this version's catalogue, and has changed
   */
  boolean apply(byte[] key, RowKey rowKey, Hop.Contributions contributions) {
    Kept kept = find(key, rowKey);
    if (kept == null) {
      return false;
    }
    for (Contribution one : contributions.all()) {
      meters.applied(kept.state.apply(one, contributions.receivedMicros()));
    }
    kept.receivedMicros = Math.max(kept.receivedMicros, contributions.receivedMicros());
    put(key, kept);
    return true;
  }

  /** Gives a row the next revision, and hands it out; null if there is none. */
  @Nullable Row publish(byte[] key, RowKey rowKey, long clockMicros) {
    Kept kept = find(key, rowKey);
    if (kept == null) {
      return null;
    }
    kept.revision = Math.max(kept.revision + 1, clockMicros);
    return new Row(rowKey, kept.revision, kept.receivedMicros, put(key, kept));
  }

  /** Raises a row above what stands in the store; true if it was not above it. */
  boolean raise(byte[] key, RowKey rowKey, long storedRevision) {
    Kept kept = find(key, rowKey);
    if (kept == null || kept.revision >= storedRevision) {
      return false;
    }
    kept.revision = storedRevision;
    put(key, kept);
    return true;
  }

  private byte[] put(byte[] key, Kept kept) {
    byte[] body = kept.state.encode(kept.receivedMicros);
    store.put(
        key,
        ByteBuffer.allocate(HEADER_BYTES + body.length)
            .putLong(kept.revision)
            .putLong(kept.receivedMicros)
            .put(body)
            .array());
    return body;
  }

  private @Nullable Kept find(byte[] key, RowKey rowKey) {
    Kept present = decoded.get(rowKey);
    if (present != null) {
      return present;
    }
    WindowSchema schema = schemas.get(rowKey.view());
    if (schema == null) {
      return null;
    }
    Kept kept = read(schema, rowKey, store.get(key));
    decoded.put(rowKey, kept);
    return kept;
  }

  private static Kept read(WindowSchema schema, RowKey rowKey, byte @Nullable [] value) {
    if (value == null) {
      return new Kept(schema.empty(), 0, 0);
    }
    ByteBuffer bytes = ByteBuffer.wrap(value);
    long revision = bytes.getLong();
    long received = bytes.getLong();
    byte[] body = new byte[bytes.remaining()];
    bytes.get(body);
    return switch (schema.decode(body)) {
      case DecodedState.Decoded(WindowState state) -> new Kept(state, revision, received);
      case DecodedState.Unreadable(var reason) -> {
        LOG.error("The state of {} is {}: it begins anew", rowKey, reason);
        yield new Kept(schema.empty(), revision, received);
      }
    };
  }
}
