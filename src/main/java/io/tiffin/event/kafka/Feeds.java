package io.tiffin.event.kafka;

import io.tiffin.event.Stamp;
import io.tiffin.event.kafka.Progress.CityProgress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What a task has seen of each city, and how far it has come. A city that is new is kept at once,
 * its newest event whenever the task reports.
 */
final class Feeds {

  /**
   * A task that got nothing for this many reports in a row has got everything there is. Chosen: a
   * task that has just begun, or is served slowly, gets something within that many seconds.
   */
  private static final int IDLE_REPORTS = 3;

  private final KeyValueStore<byte[], byte[]> store;
  private final Map<String, CityProgress> cities = new HashMap<>();
  private long receivedMicros = Long.MIN_VALUE;
  private int idleReports;

  Feeds(KeyValueStore<byte[], byte[]> store) {
    this.store = store;
    try (KeyValueIterator<byte[], byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<byte[], byte[]> one = all.next();
        String city = new String(one.key, StandardCharsets.UTF_8);
        ByteBuffer value = ByteBuffer.wrap(one.value);
        cities.put(city, new CityProgress(city, value.getLong(), value.getLong()));
      }
    }
  }

  /** An event has been counted, in whatever way. */
  void saw(String cityId, Stamp stamp) {
    idleReports = 0;
    receivedMicros = Math.max(receivedMicros, stamp.receivedMicros());
    CityProgress seen = new CityProgress(cityId, stamp.receivedMicros(), stamp.eventMicros());
    CityProgress known = cities.get(cityId);
    CityProgress now = known == null ? seen : known.and(seen);
    cities.put(cityId, now);
    if (known == null || now.sinceMicros() != known.sinceMicros()) {
      keep(now);
    }
  }

  /** Whether an event has come since the task began here. */
  boolean hasSeenAny() {
    return receivedMicros != Long.MIN_VALUE;
  }

  /** When the newest event was received; only once there was one. */
  long receivedMicros() {
    return receivedMicros;
  }

  /**
   * What the task tells of itself, once a second.
   *
   * @return with {@link Long#MIN_VALUE} for a task that has not been here long enough to know
   */
  Progress report(int partition, long clockMicros) {
    boolean idle = idleReports >= IDLE_REPORTS;
    if (!idle) {
      idleReports++;
      cities.values().forEach(this::keep);
    }
    return new Progress(
        partition,
        idle ? Math.max(clockMicros, receivedMicros) : receivedMicros,
        new ArrayList<>(cities.values()));
  }

  private void keep(CityProgress city) {
    store.put(
        RowKeys.text(city.cityId()),
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(city.sinceMicros())
            .putLong(city.newestMicros())
            .array());
  }
}
