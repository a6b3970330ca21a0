package io.tiffin.event.kafka;

import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;

/**
 * {@link RowRecord}s as bytes: a row is the byte 1, the version, its revision, its event time and
 * its body; a mark is the byte 2, the version and a {@link Progress}. Pure functions.
 */
final class RowRecordCodec {

  private static final int ROW = 1;
  private static final int MARK = 2;
  private static final int ROW_HEADER_BYTES = 18;
  private static final String MARKS = "progress";

  private RowRecordCodec() {}

  static byte[] write(Row row) {
    return RecordBytes.write(
        ROW,
        ROW_HEADER_BYTES + row.body().length,
        out -> {
          out.writeLong(row.revision());
          out.writeLong(row.eventTimeMicros());
          out.write(row.body());
        });
  }

  static byte[] write(Progress progress) {
    return RecordBytes.write(MARK, 64, out -> HopCodec.write(progress, out));
  }

  /** The key of a partition's marks, so that the topic keeps the last only. */
  static byte[] markKey(int partition) {
    return RowKeys.write(new RowKey(MARKS, Integer.toString(partition)));
  }

  /** Whether a record's value is a mark. */
  static boolean isMark(byte[] value) {
    return value.length > 0 && value[0] == MARK;
  }

  /**
   * @throws UnreadableRecordException if this version writes no such record
   */
  static RowRecord read(byte[] key, byte[] value) {
    RowKey rowKey = RowKeys.read(key);
    return RecordBytes.read(
        value,
        (kind, in) ->
            switch (kind) {
              case ROW ->
                  new RowRecord.Changed(
                      new Row(rowKey, in.readLong(), in.readLong(), in.readAllBytes()));
              case MARK -> new RowRecord.Mark(HopCodec.progress(in));
              default -> throw new UnreadableRecordException("there is no row of kind " + kind);
            });
  }
}
