package io.tiffin.store.bigtable;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.bigtable.admin.v2.BigtableTableAdminClient;
import com.google.cloud.bigtable.admin.v2.BigtableTableAdminSettings;
import com.google.cloud.bigtable.admin.v2.models.ColumnFamily;
import com.google.cloud.bigtable.admin.v2.models.CreateTableRequest;
import com.google.cloud.bigtable.admin.v2.models.GCRules;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.fixture.BigtableEmulator;
import io.tiffin.fixture.Fault;
import io.tiffin.fixture.FaultProxy;
import io.tiffin.fixture.RealTicker;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.store.FeatureStore.Check;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.WriteOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who makes the table, and what is said of one that is missing. */
class BigtableSetUpTests {

  private final Deadline ample = Deadline.in(Duration.ofSeconds(30), new FakeTicker());
  private ServerProcess emulator;
  private BigtableTableAdminClient tables;

  @BeforeEach
  void start() throws IOException {
    emulator = BigtableEmulator.start();
    tables =
        BigtableTableAdminClient.create(
            BigtableTableAdminSettings.newBuilderForEmulator(emulator.port())
                .setProjectId("p")
                .setInstanceId("i")
                .build());
  }

  @AfterEach
  void end() {
    tables.close();
    emulator.close();
  }

  @Test
  void aMissingTableIsAFailureAndNeverAnAbsentRow() {
    try (BigtableRoom room = BigtableRoom.with(emulator.port())) {
      BigtableFeatureStore store = room.store();

      assertThat(find(store))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> {
                assertThat(failed.reason()).isEqualTo(Reason.ERROR);
                assertThat(failed.cause()).isInstanceOf(NotFoundException.class);
              });
      assertThat(put(store, 1)).isInstanceOf(WriteOutcome.Failed.class);
      assertThat(store.check(ample).usable()).isFalse();
      assertThat(store.check(ample).detail())
          .startsWith("Bigtable has no projects/p/instances/i/tables/tiffin-rows, make it");
      assertThat(tables.listTables()).isEmpty();
    }
  }

  @Test
  void theTableIsMadeAtTheFirstUseIfToldSo() {
    try (BigtableRoom room = BigtableRoom.with(emulator.port(), "create-if-missing", "true")) {
      BigtableFeatureStore store = room.store();
      assertThat(tables.listTables()).isEmpty();

      assertThat(put(store, 1)).isEqualTo(new WriteOutcome.Applied());

      assertThat(tables.listTables()).containsExactly("tiffin-rows");
      assertThat(tables.getTable("tiffin-rows").getColumnFamilies())
          .singleElement()
          .satisfies(family -> {
            assertThat(family.getId()).isEqualTo("rows");
            assertThat(family.getGCRule())
                .isEqualTo(GCRules.GCRULES.maxAge(1, java.util.concurrent.TimeUnit.SECONDS));
          });
      assertThat(store.check(ample))
          .isEqualTo(
              new Check(true, "Bigtable answers for projects/p/instances/i/tables/tiffin-rows"));
    }
  }

  @Test
  void manyProcessesMayMakeItAtOnce() {
    List<BigtableRoom> rooms =
        IntStream.range(0, 4).mapToObj(_ -> BigtableRoom.at(emulator)).toList();

    List<Outcome> found = rooms.parallelStream().map(BigtableRoom::store).map(this::find).toList();

    assertThat(found).hasSize(4).allMatch(Outcome.Absent.class::isInstance);
    rooms.forEach(BigtableRoom::close);
  }

  @Test
  void aTableWithoutTheColumnFamilyGetsIt() {
    var _ = tables.createTable(CreateTableRequest.of("tiffin-rows").addFamily("other"));
    try (BigtableRoom room = BigtableRoom.at(emulator)) {
      assertThat(put(room.store(), 1)).isEqualTo(new WriteOutcome.Applied());
    }

    assertThat(tables.getTable("tiffin-rows").getColumnFamilies())
        .extracting(ColumnFamily::getId)
        .containsExactlyInAnyOrder("other", "rows");
  }

  @Test
  void withoutTheColumnFamilyWritesFail() {
    var _ = tables.createTable(CreateTableRequest.of("tiffin-rows").addFamily("other"));
    try (BigtableRoom room = BigtableRoom.with(emulator.port())) {
      assertThat(put(room.store(), 1)).isInstanceOf(WriteOutcome.Failed.class);
    }
  }

  @Test
  void aServerThatIsNotThereYetIsNoReasonToGiveUp() {
    try (FaultProxy proxy = new FaultProxy("127.0.0.1", emulator.port(), 42)) {
      proxy.inject(new Fault.Refuse());
      try (BigtableRoom room = BigtableRoom.at(proxy.port())) {
        BigtableFeatureStore store = room.store();
        assertThat(store.check(soon()).usable()).isFalse();
        assertThat(put(store, 1)).isInstanceOf(WriteOutcome.Failed.class);

        proxy.heal();

        BigtableRoom.within(
            Duration.ofSeconds(3), "there", () -> put(store, 1) instanceof WriteOutcome.Applied);
      }
    }
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofMillis(300), new RealTicker());
  }

  private Outcome find(BigtableFeatureStore store) {
    return store
        .find(new Query(List.of(BigtableRoom.key("a")), ample, Consistency.SOURCE))
        .getFirst();
  }

  private WriteOutcome put(BigtableFeatureStore store, long revision) {
    Row row = new Row(BigtableRoom.key("a"), revision, 1, new byte[1]);
    return store.put(List.of(row), ample).getFirst();
  }
}
