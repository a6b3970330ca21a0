package io.tiffin.event.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tiffin.event.Feed;
import io.tiffin.event.KeptJourney;
import io.tiffin.event.ReplayCounts;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** How what the events add up to is written in the database. Big-endian. Pure functions. */
final class StateValues {

  private static final int TWO_LONGS = 2 * Long.BYTES;

  /**
   * How far the events have been applied.
   *
   * @param position in the log
   * @param nowMicros when the newest of them was received
   */
  record Applied(LogPosition position, long nowMicros, ReplayCounts counts) {

    static final Applied NOTHING =
        new Applied(LogPosition.START, Long.MIN_VALUE, new ReplayCounts(0, 0, 0, 0, 0, 0));
  }

  private StateValues() {}

  static byte[] journey(KeptJourney<?> kept, byte[] journey) {
    return longs(kept.sinceMicros(), kept.changedMicros(), journey);
  }

  /** When a journey's age began. */
  static long sinceMicros(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }

  static <J> KeptJourney<J> journey(byte[] value, Function<byte[], Optional<J>> codec) {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    long since = bytes.getLong();
    long changed = bytes.getLong();
    return new KeptJourney<>(
        codec
            .apply(Arrays.copyOfRange(value, TWO_LONGS, value.length))
            .orElseThrow(() -> new IllegalStateException("a journey kept is not readable")),
        since,
        changed);
  }

  static byte[] row(Row row) {
    return longs(row.eventTimeMicros(), row.revision(), row.body());
  }

  static Row row(RowKey key, byte[] value) {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    long eventTime = bytes.getLong();
    long revision = bytes.getLong();
    return new Row(key, revision, eventTime, Arrays.copyOfRange(value, TWO_LONGS, value.length));
  }

  static byte[] feed(Feed feed) {
    return longs(feed.sinceMicros(), feed.watermarkMicros(), feed.cityId().getBytes(UTF_8));
  }

  static Feed feed(byte[] value) {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    long since = bytes.getLong();
    long watermark = bytes.getLong();
    return new Feed(
        new String(value, TWO_LONGS, value.length - TWO_LONGS, UTF_8), since, watermark);
  }

  static byte[] version(long version) {
    return ByteBuffer.allocate(Long.BYTES).putLong(version).array();
  }

  static long version(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }

  static byte[] applied(Applied applied) {
    LogPosition position = applied.position();
    ReplayCounts counts = applied.counts();
    return ByteBuffer.allocate(10 * Long.BYTES)
        .putLong(position.segment())
        .putLong(position.offset())
        .putLong(position.event())
        .putLong(applied.nowMicros())
        .putLong(counts.accepted())
        .putLong(counts.duplicates())
        .putLong(counts.late())
        .putLong(counts.lateContributions())
        .putLong(counts.clamped())
        .putLong(counts.implausible())
        .array();
  }

  static Applied applied(byte[] value) {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    LogPosition position = new LogPosition(bytes.getLong(), bytes.getLong(), bytes.getLong());
    long now = bytes.getLong();
    return new Applied(
        position,
        now,
        new ReplayCounts(
            bytes.getLong(),
            bytes.getLong(),
            bytes.getLong(),
            bytes.getLong(),
            bytes.getLong(),
            bytes.getLong()));
  }

  private static byte[] longs(long first, long second, byte[] rest) {
    return ByteBuffer.allocate(TWO_LONGS + rest.length)
        .putLong(first)
        .putLong(second)
        .put(rest)
        .array();
  }
}
