package io.tiffin.store.bigtable;

import static com.google.cloud.bigtable.data.v2.models.Filters.FILTERS;

import com.google.cloud.bigtable.data.v2.models.ConditionalRowMutation;
import com.google.cloud.bigtable.data.v2.models.Filters.Filter;
import com.google.cloud.bigtable.data.v2.models.Mutation;
import com.google.cloud.bigtable.data.v2.models.Query;
import com.google.cloud.bigtable.data.v2.models.Row;
import com.google.cloud.bigtable.data.v2.models.TableId;
import com.google.protobuf.ByteString;
import io.tiffin.feature.RowKey;
import io.tiffin.store.KeyEncoding;
import io.tiffin.store.KeySpread;
import io.tiffin.store.RowLifetimes;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HexFormat;

/**
 * What a row is in the table: one cell, whose value is the row's {@link io.tiffin.store.Envelope}
 * and whose timestamp is the instant at which it expires. The column family's garbage collection
 * removes what is older than a second, which is Google's recipe for cells that live differently
 * long; until it has done so, filters leave out what has expired.
 *
 * <p>The key is four hexadecimal digits of {@link KeySpread}, a colon, and the {@link KeyEncoding}.
 * Immutable.
 */
final class BigtableCells {

  static final String FAMILY = "rows";

  /** Bytes; Bigtable's own limit of a key. */
  static final int LONGEST_KEY = 4_096;

  private static final ByteString COLUMN = ByteString.copyFromUtf8("row");
  private static final byte VERSION = 1;
  private static final byte ROW = 0;
  private static final byte TOMBSTONE = 1;
  private static final long MICROS = 1_000;

  /** The end of the year 9999: timestamps are microseconds, in steps of milliseconds. */
  private static final long NEVER = 253_402_300_799_000_000L;

  private static final HexFormat HEX = HexFormat.of();

  private final TableId table;
  private final RowLifetimes lifetimes;
  private final InstantSource clock;

  /**
   * @param clock the machine's, since Bigtable holds timestamps against its own
   */
  BigtableCells(String table, RowLifetimes lifetimes, InstantSource clock) {
    this.table = TableId.of(table);
    this.lifetimes = lifetimes;
    this.clock = clock;
  }

  /**
   * The key in the table.
   *
   * @param keyBytes what {@link KeyEncoding#bytes} gives
   */
  static ByteString key(byte[] keyBytes) {
    String spread = HEX.toHexDigits((short) (KeySpread.of(keyBytes) >>> Short.SIZE));
    return ByteString.copyFromUtf8(spread + ':').concat(ByteString.copyFrom(keyBytes));
  }

  /** Reads the rows under these keys that have not expired, each with its one cell. */
  Query query(Collection<ByteString> keys) {
    Query query = Query.create(table);
    keys.forEach(query::rowKey);
    return query.filter(
        FILTERS.chain().filter(unexpired()).filter(FILTERS.limit().cellsPerColumn(1)));
  }

  /** The value of a row that such a query found. */
  static ByteString value(Row row) {
    return row.getCells().getFirst().getValue();
  }

  /**
   * Writes if all that stands is an older row or tombstone, or nothing.
   *
   * @return the condition is met by what is in the way
   */
  ConditionalRowMutation put(RowKey key, ByteString rowKey, ByteString value, long revision) {
    Filter inTheWay =
        FILTERS
            .interleave()
            .filter(FILTERS.value().range().endOpen(header(ROW, 1)))
            .filter(
                FILTERS
                    .value()
                    .range()
                    .startClosed(header(ROW, revision))
                    .endOpen(header(TOMBSTONE, 1)))
            .filter(FILTERS.value().range().startClosed(header(TOMBSTONE, revision)));
    return ConditionalRowMutation.create(table, rowKey)
        .condition(FILTERS.chain().filter(unexpired()).filter(inTheWay))
        .otherwise(mutation(key, value));
  }

  /**
   * Writes if nothing stands.
   *
   * @return the condition is met by what is in the way
   */
  ConditionalRowMutation create(RowKey key, ByteString rowKey, ByteString value) {
    return ConditionalRowMutation.create(table, rowKey)
        .condition(unexpired())
        .otherwise(mutation(key, value));
  }

  /**
   * Writes if a row or tombstone of this revision stands.
   *
   * @return the condition is met by what is expected
   */
  ConditionalRowMutation replace(RowKey key, ByteString rowKey, ByteString value, long expected) {
    return ConditionalRowMutation.create(table, rowKey)
        .condition(
            FILTERS
                .chain()
                .filter(unexpired())
                .filter(
                    FILTERS
                        .interleave()
                        .filter(ofRevision(ROW, expected))
                        .filter(ofRevision(TOMBSTONE, expected))))
        .then(mutation(key, value));
  }

  private static Filter ofRevision(byte kind, long revision) {
    return FILTERS
        .value()
        .range()
        .startClosed(header(kind, revision))
        .endOpen(header(kind, revision + 1));
  }

  /** How an envelope begins; of two envelopes of one kind the higher revision is the greater. */
  private static ByteString header(byte kind, long revision) {
    ByteBuffer header = ByteBuffer.allocate(2 + Long.BYTES).put(VERSION).put(kind);
    return ByteString.copyFrom(header.putLong(revision).flip());
  }

  /** One cell, whatever there was: its order must not depend on timestamps. */
  private Mutation mutation(RowKey key, ByteString value) {
    return Mutation.create()
        .deleteCells(FAMILY, COLUMN)
        .setCell(FAMILY, COLUMN, expiry(key), value);
  }

  private long expiry(RowKey key) {
    return lifetimes
        .of(key.view())
        .atSource()
        .map(lifetime -> Math.min(NEVER, clock.instant().plus(lifetime).toEpochMilli() * MICROS))
        .orElse(NEVER);
  }

  private Filter unexpired() {
    return FILTERS
        .chain()
        .filter(FILTERS.family().exactMatch(FAMILY))
        .filter(FILTERS.qualifier().exactMatch(COLUMN))
        .filter(FILTERS.timestamp().range().startClosed((clock.millis() + 1) * MICROS));
  }
}
