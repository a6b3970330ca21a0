package io.tiffin.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.RedisBinary;
import io.tiffin.fixture.RedisServer;
import io.tiffin.fixture.TieredStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The name {@code jdbc} in a list of tiers. */
class JdbcStoreConfigurationTests {

  private static final RowKey KEY = new RowKey("facts", "e-1");
  private static final String WITH_IT =
      "spring.main.sources=" + JdbcStoreConfiguration.class.getName();
  private static final String TABLE = "tiffin.store.jdbc.create-if-missing=true";

  @Test
  void itIsTheSourceBehindTheNearCache() {
    try (TieredStore tiers = open("near-cache,jdbc", WITH_IT, TABLE, url("near"))) {
      put(tiers, 1);

      assertThat(sourceOf(tiers, Consistency.NEAREST)).isEqualTo("JDBC");
      assertThat(sourceOf(tiers, Consistency.NEAREST)).isEqualTo("NEAR_CACHE");
      assertThat(sourceOf(tiers, Consistency.SOURCE)).isEqualTo("JDBC");
    }
  }

  @Test
  void itIsTheSourceBehindTwoCaches() {
    try (RedisServer redis = RedisServer.start(RedisBinary.BUNDLED);
        TieredStore tiers =
            open(
                "near-cache,redis,jdbc",
                WITH_IT,
                TABLE,
                url("far"),
                "spring.data.redis.host=" + redis.host(),
                "spring.data.redis.port=" + redis.port());
        TieredStore other =
            open(
                "redis,jdbc",
                WITH_IT,
                TABLE,
                url("far"),
                "spring.data.redis.host=" + redis.host(),
                "spring.data.redis.port=" + redis.port())) {
      put(tiers, 1);

      assertThat(sourceOf(tiers, Consistency.SOURCE)).isEqualTo("JDBC");
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> sourceOf(other, Consistency.NEAREST).equals("REDIS"));
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> sourceOf(tiers, Consistency.NEAREST).equals("NEAR_CACHE"));
    }
  }

  @Test
  void aDatabaseThatIsNotThereDoesNotStopTheStart() {
    try (TieredStore tiers =
        open("jdbc", WITH_IT, "tiffin.store.jdbc.url=jdbc:h2:tcp://127.0.0.1:1/none")) {
      assertThat(find(tiers, Consistency.NEAREST)).isInstanceOf(Outcome.Failed.class);
      assertThat(tiers.store().check(soon(tiers)).usable()).isFalse();
    }
  }

  @Test
  void aServiceThatIsNotToldOfItDoesNotKnowIt() {
    assertThatThrownBy(() -> open("jdbc"))
        .hasStackTraceContaining("names the store «jdbc», which does not exist");
  }

  private static TieredStore open(String tiers, String... properties) {
    String[] all =
        Stream.concat(Stream.of("tiffin.store.tiers=" + tiers), Arrays.stream(properties))
            .toArray(String[]::new);
    return TieredStore.open(new Catalogue(List.of()), List.of(), all);
  }

  private static String url(String name) {
    return "tiffin.store.jdbc.url=jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1";
  }

  private static void put(TieredStore tiers, long revision) {
    var row = new Row(KEY, revision, revision, new byte[3]);
    assertThat(tiers.store().put(List.of(row), soon(tiers)))
        .containsExactly(new WriteOutcome.Applied());
  }

  private static String sourceOf(TieredStore tiers, Consistency consistency) {
    Outcome outcome = find(tiers, consistency);
    assertThat(outcome).isInstanceOf(Outcome.Found.class);
    return outcome.source().name();
  }

  private static Outcome find(TieredStore tiers, Consistency consistency) {
    return tiers.store().find(new Query(List.of(KEY), soon(tiers), consistency)).getFirst();
  }

  private static Deadline soon(TieredStore tiers) {
    return Deadline.in(Duration.ofSeconds(5), tiers.ticker());
  }
}
