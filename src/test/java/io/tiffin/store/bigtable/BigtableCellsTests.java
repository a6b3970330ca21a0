package io.tiffin.store.bigtable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.cloud.bigtable.data.v2.BigtableDataClient;
import com.google.cloud.bigtable.data.v2.models.RowCell;
import com.google.cloud.bigtable.data.v2.models.RowMutation;
import com.google.cloud.bigtable.data.v2.models.TableId;
import com.google.protobuf.ByteString;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Aggregate;
import io.tiffin.feature.Aggregate.Function;
import io.tiffin.feature.Aggregate.Observation;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.EntityType;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.FeatureType;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Origin;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.ViewKind;
import io.tiffin.fixture.BigtableEmulator;
import io.tiffin.fixture.RealClock;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.store.Envelope;
import io.tiffin.store.KeyEncoding;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.RefusedRowException;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.UnreadableRowException;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in the table: when it expires, what is no row, and where keys go. */
class BigtableCellsTests {

  private static final Duration DAY_AND_HOUR = Duration.ofHours(25);
  private static final TableId TABLE = TableId.of("tiffin-rows");

  private static ServerProcess emulator;
  private static BigtableRoom room;
  private static BigtableDataClient client;

  private final Deadline ample = Deadline.in(Duration.ofSeconds(30), new FakeTicker());
  private final Instant start = new RealClock().instant();
  private final AtomicReference<Instant> now = new AtomicReference<>(start);
  private final String entity = "e" + UUID.randomUUID();
  private final RowKey windowed = new RowKey("windowed", entity);
  private final RowKey loaded = new RowKey("loaded", entity);
  private BigtableFeatureStore store;

  @BeforeAll
  static void start() throws Exception {
    emulator = BigtableEmulator.start();
    room = BigtableRoom.at(emulator);
    client =
        room.connections
            .link()
            .client(Consistency.SOURCE, Deadline.in(Duration.ofSeconds(30), new FakeTicker()));
  }

  @AfterAll
  static void end() {
    room.close();
    emulator.close();
  }

  @BeforeEach
  void open() {
    store = room.store(new RowLifetimes(new Catalogue(List.of(view()))), now::get);
  }

  @Test
  void aRowIsOneCellWhoseTimestampIsWhenItExpires() {
    put(row(windowed, 1));
    put(row(windowed, 2));
    put(row(loaded, 1));

    assertThat(cells(windowed))
        .extracting(RowCell::getTimestamp)
        .containsExactly(start.plus(DAY_AND_HOUR).toEpochMilli() * 1_000);
    assertThat(cells(loaded))
        .extracting(RowCell::getTimestamp)
        .containsExactly(253_402_300_799_000_000L);
    assertThat(cells(loaded))
        .extracting(RowCell::getFamily, cell -> cell.getQualifier().toStringUtf8())
        .containsExactly(tuple("rows", "row"));
  }

  @Test
  void whatHasExpiredIsAbsentThoughItStillLiesThere() {
    put(row(windowed, 5));
    now.set(start.plus(DAY_AND_HOUR).minusMillis(1));
    assertThat(find(windowed)).isInstanceOf(Outcome.Found.class);

    now.set(start.plus(DAY_AND_HOUR));

    assertThat(find(windowed)).isEqualTo(new Outcome.Absent(0, store.source()));
    assertThat(cells(windowed)).hasSize(1); // the control: without the filter it would be found
  }

  @Test
  void eachWriteProlongsTheLife() {
    put(row(windowed, 1));
    now.set(start.plus(Duration.ofHours(20)));
    put(row(windowed, 2));

    now.set(start.plus(Duration.ofHours(40)));

    assertThat(find(windowed)).isInstanceOf(Outcome.Found.class);
  }

  @Test
  void aWriteIsNotInTheWayOfAnotherOnceItHasExpired() {
    put(row(windowed, 5));
    assertThat(store.put(List.of(row(windowed, 4)), ample))
        .containsExactly(new WriteOutcome.Superseded(5));

    now.set(start.plus(DAY_AND_HOUR));

    put(row(windowed, 4));
    now.set(start.plus(DAY_AND_HOUR).plus(DAY_AND_HOUR));
    assertThat(store.replace(row(windowed, 3), 2, ample)).isEqualTo(new WriteOutcome.Superseded(0));
    assertThat(store.replace(row(windowed, 3), 0, ample)).isEqualTo(new WriteOutcome.Applied());
    assertThat(cells(windowed)).hasSize(1);
  }

  @Test
  void aTombstoneLivesAsLongAsARow() {
    assertThat(store.delete(windowed, 7, ample)).isEqualTo(new WriteOutcome.Applied());
    assertThat(store.delete(loaded, 7, ample)).isEqualTo(new WriteOutcome.Applied());

    now.set(start.plus(DAY_AND_HOUR));

    assertThat(find(windowed)).isEqualTo(new Outcome.Absent(0, store.source()));
    assertThat(find(loaded)).isEqualTo(new Outcome.Absent(7, store.source()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing at all
        "00", // cut off
        "0100",
        "010000000000000000", // cut off in the revision
        "01ff000000000000000100000000000000000000000000", // of no kind that is known
        "0101ffffffffffffffff0000000000000000000000000000", // of a revision below zero
        "010000000000000000000000000000000000000000000000", // of revision zero
        "020000000000000000010000000000000000000000000000", // of a later version
        "68656c6c6f2c20776f726c64", // of another program
      })
  void whatIsNoRowIsAFailureAndLeftAlone(String hex) {
    ByteString junk = ByteString.fromHex(hex);
    write(loaded, junk);

    assertThat(find(loaded)).matches(BigtableCellsTests::isUnreadable);
    assertThat(store.put(List.of(row(loaded, 1_000_000)), ample)).allMatch(this::isRefused);
    assertThat(store.delete(loaded, 1_000_000, ample)).matches(this::isRefused);
    assertThat(store.replace(row(loaded, 2), 0, ample)).matches(this::isRefused);
    assertThat(store.replace(row(loaded, 2), 1, ample)).matches(this::isRefused);
    assertThat(cells(loaded)).extracting(RowCell::getValue).containsExactly(junk);
  }

  /** What a predicate of Bigtable cannot see: it compares, and does not compute a checksum. */
  @Test
  void aDamagedRowIsAFailureUntilANewerRevisionReplacesIt() {
    byte[] damaged = Envelope.pack(row(loaded, 5));
    damaged[damaged.length - 1] ^= 1;
    write(loaded, ByteString.copyFrom(damaged));
    assertThat(find(loaded)).matches(BigtableCellsTests::isUnreadable);
    assertThat(store.put(List.of(row(loaded, 5)), ample)).allMatch(this::isRefused);
    assertThat(store.replace(row(loaded, 9), 3, ample)).matches(this::isRefused);

    put(row(loaded, 6));

    assertThat(find(loaded)).isInstanceOf(Outcome.Found.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 255, 256, 0x0100_0000_00ffL, Long.MAX_VALUE - 1})
  void revisionsAreComparedAsNumbersOfEightBytes(long revision) {
    put(row(loaded, revision));
    assertThat(store.put(List.of(row(loaded, revision)), ample))
        .containsExactly(new WriteOutcome.Superseded(revision));
    assertThat(store.replace(row(loaded, revision + 1), revision - 1, ample))
        .isEqualTo(new WriteOutcome.Superseded(revision));

    assertThat(store.replace(row(loaded, revision + 1), revision, ample))
        .isEqualTo(new WriteOutcome.Applied());

    assertThat(store.delete(loaded, revision, ample))
        .isEqualTo(new WriteOutcome.Superseded(revision + 1));
  }

  @Test
  void sequentialIdsFillSixteenRangesEvenly() {
    int[] ranges = new int[16];
    for (int id = 0; id < 16_000; id++) {
      ranges[Character.digit(tableKey("r-" + id).byteAt(0), 16)]++;
    }

    assertThat(Arrays.stream(ranges).max().orElseThrow()).isLessThanOrEqualTo(1_200);
  }

  /** The control: without the spread, all of them are in one range. */
  @Test
  void withoutTheSpreadSequentialIdsAreNeighbours() {
    long ranges =
        IntStream.range(0, 16_000)
            .map(id -> KeyEncoding.bytes(new RowKey("loaded", "r-" + id))[0])
            .distinct()
            .count();

    assertThat(ranges).isEqualTo(1);
  }

  @Test
  void aKeyCanBeReadInTheTable() {
    assertThat(tableKey("r-17").toStringUtf8()).isEqualTo("5dea:loaded/r-17");
  }

  private static ByteString tableKey(String entity) {
    return BigtableCells.key(KeyEncoding.bytes(new RowKey("loaded", entity)));
  }

  private static FeatureView view() {
    Aggregate hour =
        new Aggregate(
            Function.COUNT,
            new Observation.Occurrence("order.placed"),
            null,
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            Double.NaN,
            null,
            0);
    Feature feature =
        new Feature(
            new FeatureName("windowed", "placed"),
            FeatureType.DOUBLE,
            "",
            0.0,
            null,
            new Origin.Aggregated(hour),
            Duration.ofMinutes(5),
            "A sample.");
    return new FeatureView(
        "windowed",
        EntityType.RESTAURANT,
        ViewKind.EVENT,
        Duration.ofMinutes(5),
        Duration.ofMillis(200),
        List.of(),
        List.of(feature));
  }

  private static List<RowCell> cells(RowKey key) {
    return client.readRow(TABLE, BigtableCells.key(KeyEncoding.bytes(key))).getCells();
  }

  private static void write(RowKey key, ByteString value) {
    client.mutateRow(
        RowMutation.create(TABLE, BigtableCells.key(KeyEncoding.bytes(key)))
            .setCell("rows", ByteString.copyFromUtf8("row"), 253_402_300_799_000_000L, value));
  }

  private Outcome find(RowKey key) {
    return store.find(new Query(List.of(key), ample, Consistency.NEAREST)).getFirst();
  }

  private void put(Row row) {
    assertThat(store.put(List.of(row), ample)).containsExactly(new WriteOutcome.Applied());
  }

  private static Row row(RowKey key, long revision) {
    return new Row(key, revision, 1, ("body " + revision).getBytes(UTF_8));
  }

  private static boolean isUnreadable(Outcome outcome) {
    return outcome instanceof Outcome.Failed failed
        && failed.reason() == Outcome.Failed.Reason.ERROR
        && failed.cause() instanceof UnreadableRowException;
  }

  private boolean isRefused(WriteOutcome outcome) {
    return outcome instanceof WriteOutcome.Failed failed
        && failed.cause() instanceof RefusedRowException;
  }
}
