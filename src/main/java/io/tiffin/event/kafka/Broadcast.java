package io.tiffin.event.kafka;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Sends what has the key of a broadcast to every partition, and all else where its key belongs: so
 * it comes to each task after everything that its sender sent there before.
 */
final class Broadcast implements StreamPartitioner<byte[], byte[]> {

  static final byte[] KEY = RowKeys.text("progress/all");

  @Override
  public Optional<Set<Integer>> partitions(String topic, byte[] key, byte[] value, int partitions) {
    return Arrays.equals(KEY, key)
        ? Optional.of(IntStream.range(0, partitions).boxed().collect(Collectors.toSet()))
        : Optional.empty();
  }
}
