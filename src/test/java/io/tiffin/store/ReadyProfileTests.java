package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.batching.Deadline;
import io.tiffin.estimate.EstimateFixture;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.fixture.StoreServer;
import io.tiffin.fixture.TieredStore;
import io.tiffin.store.OpenTiers.OpenTier;
import io.tiffin.store.Query.Consistency;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The profiles that come with Tiffin, as they are, each against real servers. */
class ReadyProfileTests {

  private static final RowKey PROFILE = new RowKey("restaurant_profile", "r-17");
  private static final RowKey LIVE = new RowKey("restaurant_live", "r-17");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<StoreServer> servers = new ArrayList<>();
  @TempDir private Path directory;

  @AfterEach
  void end() {
    servers.forEach(StoreServer::close);
  }

  @Test
  void gcpKeepsProfilesInFirestoreAndTheRestInBigtableBehindRedis() {
    servers.addAll(List.of(StoreServer.redis(), StoreServer.bigtable(), StoreServer.firestore()));

    try (TieredStore tiers = open("gcp")) {
      assertThat(tiersOf(tiers))
          .containsExactlyInAnyOrder("NEAR_CACHE", "REDIS", "BIGTABLE", "FIRESTORE");
      assertThat(sourceAfterWrite(tiers, PROFILE)).isEqualTo("FIRESTORE");
      assertThat(sourceAfterWrite(tiers, LIVE)).isEqualTo("BIGTABLE");
    }
  }

  @Test
  void gcpTakesMemcachedAndOneSourceByThreeProperties() {
    servers.addAll(List.of(StoreServer.memcached(), StoreServer.firestore()));

    try (TieredStore tiers =
        open("gcp", "tiffin.gcp.cache=memcached", "tiffin.gcp.changing=firestore")) {
      assertThat(tiersOf(tiers)).containsExactlyInAnyOrder("NEAR_CACHE", "MEMCACHED", "FIRESTORE");
      assertThat(sourceAfterWrite(tiers, PROFILE)).isEqualTo("FIRESTORE");
      assertThat(sourceAfterWrite(tiers, LIVE)).isEqualTo("FIRESTORE");
    }
  }

  @Test
  void awsKeepsEverythingInDynamoDbBehindRedis() {
    servers.addAll(List.of(StoreServer.redis(), StoreServer.dynamoDb()));

    try (TieredStore tiers = open("aws")) {
      assertThat(tiersOf(tiers)).containsExactlyInAnyOrder("NEAR_CACHE", "REDIS", "DYNAMODB");
      assertThat(sourceAfterWrite(tiers, PROFILE)).isEqualTo("DYNAMODB");
      assertThat(sourceAfterWrite(tiers, LIVE)).isEqualTo("DYNAMODB");
    }
  }

  @Test
  void localKeepsEverythingOnThisMachine() {
    try (TieredStore tiers = open("local", "tiffin.data-directory=" + directory)) {
      assertThat(tiersOf(tiers)).containsExactlyInAnyOrder("NEAR_CACHE", "ROCKSDB");
      assertThat(sourceAfterWrite(tiers, LIVE)).isEqualTo("ROCKSDB");
    }
  }

  private TieredStore open(String profile, String... properties) {
    List<String> all = new ArrayList<>(List.of(properties));
    all.add("spring.profiles.active=" + profile);
    servers.forEach(server -> all.addAll(server.foundAt(server.port())));
    return TieredStore.open(
        EstimateFixture.productCatalogue(), List.of(), all.toArray(String[]::new));
  }

  private static List<String> tiersOf(TieredStore tiers) {
    return tiers.tiers().tiers().stream().map(OpenTier::source).map(Source::name).toList();
  }

  private static String sourceAfterWrite(TieredStore tiers, RowKey key) {
    List<Row> rows = List.of(new Row(key, 1, 1, new byte[] {1}));
    await()
        .atMost(PATIENCE)
        .until(() ->
            !(tiers.store().put(rows, soon(tiers)).getFirst() instanceof WriteOutcome.Failed));
    Query query = new Query(List.of(key), soon(tiers), Consistency.SOURCE);
    await()
        .atMost(PATIENCE)
        .until(() -> tiers.store().find(query).getFirst() instanceof Outcome.Found);
    return tiers.store().find(query).getFirst().source().name();
  }

  private static Deadline soon(TieredStore tiers) {
    return Deadline.in(Duration.ofSeconds(5), tiers.ticker());
  }
}
