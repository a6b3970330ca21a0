package io.tiffin.event.kafka;

import io.tiffin.feature.RowKey;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Sends a mark to the partition that it is about, and a row where its key belongs. */
final class MarkPartitioner implements StreamPartitioner<byte[], byte[]> {

  @Override
  public Optional<Set<Integer>> partitions(String topic, byte[] key, byte[] value, int partitions) {
    if (!RowRecordCodec.isMark(value)) {
      return Optional.empty();
    }
    RowKey mark = RowKeys.read(key);
    return Optional.of(Set.of(Integer.parseInt(mark.entity()) % partitions));
  }
}
