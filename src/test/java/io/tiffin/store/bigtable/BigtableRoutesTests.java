package io.tiffin.store.bigtable;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.bigtable.v2.ReadRowsRequest;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.fixture.BigtableEmulator;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.WriteOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which app profile what goes by: only one to a single cluster is strongly consistent. */
class BigtableRoutesTests {

  private final Deadline ample = Deadline.in(Duration.ofSeconds(30), new FakeTicker());
  private ServerProcess emulator;
  private ScriptedBigtable server;

  @BeforeEach
  void start() throws IOException {
    emulator = BigtableEmulator.start();
    try (BigtableRoom owner = BigtableRoom.at(emulator)) {
      assertThat(owner.store().check(ample).usable()).isTrue();
    }
    server = new ScriptedBigtable(emulator.port());
  }

  @AfterEach
  void end() {
    server.close();
    emulator.close();
  }

  @Test
  void readsOfTheSourceAndWritesGoByOneProfileAndOtherReadsByAnother() {
    try (BigtableRoom room =
        BigtableRoom.with(
            server.port(),
            "app-profile-id",
            "any-cluster",
            "source-app-profile-id",
            "one-cluster")) {
      BigtableFeatureStore store = room.store();
      assertThat(put(store, 2)).isEqualTo(new WriteOutcome.Applied());
      assertThat(put(store, 1)).isEqualTo(new WriteOutcome.Superseded(2));
      find(store, Consistency.NEAREST);
      find(store, Consistency.SOURCE);

      assertThat(server.writeProfiles()).containsExactly("one-cluster", "one-cluster");
      assertThat(server.reads())
          .extracting(ReadRowsRequest::getAppProfileId)
          .containsExactly("one-cluster", "any-cluster", "one-cluster");
    }
  }

  @Test
  void withoutProfilesAllGoesByTheInstancesDefaultAndOneClient() {
    try (BigtableRoom room = BigtableRoom.with(server.port())) {
      BigtableFeatureStore store = room.store();
      find(store, Consistency.NEAREST);
      find(store, Consistency.SOURCE);

      assertThat(server.reads()).extracting(ReadRowsRequest::getAppProfileId).containsOnly("");
      assertThat(client(room, Consistency.NEAREST)).isSameAs(client(room, Consistency.SOURCE));
    }
  }

  @Test
  void channelsAreConnectedBeforeTheyAreNeeded() {
    try (BigtableRoom room = BigtableRoom.with(server.port(), "channels", "3")) {
      BigtableFeatureStore store = room.store();

      BigtableRoom.eventually("connected", () -> server.pings() >= 3);

      assertThat(store.source().name()).isEqualTo("BIGTABLE");
      assertThat(server.reads()).isEmpty();
    }
  }

  private Object client(BigtableRoom room, Consistency consistency) {
    try {
      return room.connections.link().client(consistency, ample);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void find(BigtableFeatureStore store, Consistency consistency) {
    var _ = store.find(new Query(List.of(BigtableRoom.key("a")), ample, consistency));
  }

  private WriteOutcome put(BigtableFeatureStore store, long revision) {
    Row row = new Row(BigtableRoom.key("a"), revision, 1, new byte[1]);
    return store.put(List.of(row), ample).getFirst();
  }
}
