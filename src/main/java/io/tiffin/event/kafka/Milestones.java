package io.tiffin.event.kafka;

import io.tiffin.event.kafka.Progress.CityProgress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The last that each partition told of how far it has come. Kept in the store under a prefix, and
 * in memory.
 */
final class Milestones {

  private final KeyValueStore<byte[], byte[]> store;
  private final String prefix;
  private final Map<Integer, Progress> byPartition = new TreeMap<>();

  Milestones(KeyValueStore<byte[], byte[]> store, String prefix) {
    this.store = store;
    this.prefix = prefix;
    try (KeyValueIterator<byte[], byte[]> all =
        store.range(RowKeys.from(prefix), RowKeys.to(prefix))) {
      while (all.hasNext()) {
        KeyValue<byte[], byte[]> one = all.next();
        Progress progress = RecordBytes.read(one.value, (kind, in) -> HopCodec.progress(in));
        byPartition.put(progress.partition(), progress);
      }
    }
  }

  /** Takes what a partition tells. */
  void take(Progress progress) {
    byPartition.put(progress.partition(), progress);
    store.put(
        RowKeys.text(prefix + "/" + progress.partition()),
        RecordBytes.write(0, 64, out -> HopCodec.write(progress, out)));
  }

  /**
   * How far all partitions have come together, as seen by one of them; empty until each has told.
   *
   * @param partitions how many there are
   */
  Optional<Progress> together(int partitions, int as) {
    if (byPartition.size() < partitions) {
      return Optional.empty();
    }
    long slowest = Long.MAX_VALUE;
    Map<String, CityProgress> cities = new TreeMap<>();
    for (Progress one : byPartition.values()) {
      slowest = Math.min(slowest, one.micros());
      one.cities().forEach(city -> cities.merge(city.cityId(), city, CityProgress::and));
    }
    return Optional.of(new Progress(as, slowest, cities.values().stream().toList()));
  }
}
