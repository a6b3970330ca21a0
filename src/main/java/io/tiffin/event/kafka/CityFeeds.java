package io.tiffin.event.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tiffin.event.EventRows;
import io.tiffin.event.Feed;
import io.tiffin.event.kafka.Progress.CityProgress;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The feeds of a task's cities: since when and up to when their events are in the rows of the
 * store. A watermark is the newest event's time, but never beyond what the slowest partition of
 * rows has had written. Not thread-safe.
 */
final class CityFeeds {

  /** View of feeds' rows, and what their hops' keys begin with. */
  static final String VIEW = "feed";

  private static final long ROWS_MILLIS = 1_000;
  private static final String REVISIONS = "revision";
  private static final String CITIES = "written-";

  private final KeyValueStore<byte[], byte[]> store;
  private final EventRows rows;
  private final Map<String, City> cities = new TreeMap<>();
  private long publishedMillis;

  CityFeeds(KeyValueStore<byte[], byte[]> store, EventRows rows) {
    this.store = store;
    this.rows = rows;
    try (KeyValueIterator<byte[], byte[]> all =
        store.range(RowKeys.from(REVISIONS), RowKeys.to(REVISIONS))) {
      while (all.hasNext()) {
        KeyValue<byte[], byte[]> one = all.next();
        city(RowKeys.read(one.key).entity()).revision = ByteBuffer.wrap(one.value).getLong();
      }
    }
  }

  /** A city's feed. */
  private static final class City {

    private final Milestones written;
    private long revision;
    private boolean changed;
    private @Nullable Feed published;

    City(Milestones written) {
      this.written = written;
    }
  }

  private City city(String cityId) {
    return cities.computeIfAbsent(
        cityId, id -> new City(new Milestones(store, CITIES + URLEncoder.encode(id, UTF_8))));
  }

  /** A partition of rows has come so far with a city. */
  void take(String cityId, Progress progress) {
    City city = city(cityId);
    city.written.take(progress);
    if (city.revision == 0) {
      keepRevision(cityId, city, 1); // so that the city is found again
    }
    city.changed = true;
  }

  /** The store has a higher revision of a feed's row than the one that was to be written. */
  void raise(RowKey key, long storedRevision) {
    City city = key.view().equals(VIEW) ? cities.get(key.entity()) : null;
    if (city != null && city.revision < storedRevision) {
      keepRevision(key.entity(), city, storedRevision);
      city.published = null;
      city.changed = true;
    }
  }

  /** The rows to be published, once a second. */
  List<Row> due(int partitions, long nowMillis, long clockMicros) {
    List<Row> due = new ArrayList<>();
    if (nowMillis - publishedMillis < ROWS_MILLIS) {
      return due;
    }
    publishedMillis = nowMillis;
    cities.forEach((id, city) -> {
      if (city.changed) {
        city.changed = false;
        city.written
            .together(partitions, 0)
            .flatMap(all -> all.cities().stream().findFirst().map(one -> feed(one, all)))
            .filter(feed -> !feed.equals(city.published))
            .ifPresent(feed -> due.add(row(id, city, feed, clockMicros)));
      }
    });
    return due;
  }

  private static Feed feed(CityProgress city, Progress all) {
    return new Feed(city.cityId(), city.sinceMicros(), Math.min(city.newestMicros(), all.micros()));
  }

  private Row row(String id, City city, Feed feed, long clockMicros) {
    keepRevision(id, city, Math.max(city.revision + 1, clockMicros));
    city.published = feed;
    return rows.feed(feed, feed.watermarkMicros(), city.revision);
  }

  private void keepRevision(String id, City city, long revision) {
    city.revision = revision;
    store.put(
        RowKeys.write(new RowKey(REVISIONS, id)),
        ByteBuffer.allocate(Long.BYTES).putLong(revision).array());
  }
}
