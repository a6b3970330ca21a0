package io.tiffin.store.memcached;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.EntityType;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.ViewKind;
import io.tiffin.fixture.MemcachedServer;
import io.tiffin.fixture.RealTicker;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.store.CacheRead;
import io.tiffin.store.RowCache;
import io.tiffin.store.RowCache.Fill;
import io.tiffin.store.RowCache.Lease;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.Standing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long rows, absences and leases live; real servers count in whole seconds. */
@Timeout(60)
class LifetimeTests {

  private final RowLifetimes rows =
      new RowLifetimes(
          new Catalogue(
              List.of(
                  view("brief", Duration.ofSeconds(2)),
                  view("month", Duration.ofDays(30)),
                  view("season", Duration.ofDays(90)),
                  view("ages", Duration.ofDays(36_500)))));
  private final Lifetimes lifetimes =
      new Lifetimes(rows, Duration.ofSeconds(2), Duration.ofSeconds(2));
  private ServerProcess server;
  private RowCache cache;

  @BeforeEach
  void start() {
    server = MemcachedServer.start();
    MemcachedStoreProperties properties =
        MemcachedCaches.properties(Duration.ofSeconds(10), Duration.ofSeconds(20), server.port());
    cache =
        new MemcachedRowCache(
            new ListedCluster(new NodeClients(properties, null), "tiffin", properties.servers(), 0),
            lifetimes,
            properties.timeout(),
            new FakeTicker());
  }

  @AfterEach
  void end() {
    cache.close();
    server.close();
  }

  @Test
  void aRowLivesAsLongAsItsView() {
    assertThat(lifetimes.of(new Standing.Present(row("brief")))).isEqualTo(2);
    assertThat(lifetimes.of(new Standing.Absent(key("brief"), 7))).isEqualTo(2);
    assertThat(lifetimes.of(new Standing.Present(row("season")))).isEqualTo(90 * 86_400);
    assertThat(lifetimes.of(new Standing.Present(row("ages")))).isEqualTo(365 * 86_400);
  }

  @Test
  void thatARowWasNeverWrittenIsRememberedBriefly() {
    assertThat(lifetimes.of(new Standing.Absent(key("season"), 0))).isEqualTo(2);
  }

  @Test
  void nothingLivesForEver() {
    var none = new Lifetimes(rows, Duration.ZERO, Duration.ofMillis(1));

    assertThat(none.ofLeases()).isOne();
    assertThat(none.of(new Standing.Absent(key("season"), 0))).isOne();
  }

  /** Memcached takes 30 days and more for an instant of 1970, and would forget the row at once. */
  @Test
  void rowsOfThirtyDaysAndMoreAreHeld() {
    for (String view : List.of("month", "season", "ages")) {
      update(row(view));

      assertThat(find(view)).as(view).isInstanceOf(CacheRead.Hit.class);
    }
  }

  @Test
  void rowsAbsencesAndLeasesEnd() {
    update(row("brief"));
    RowKey absent = new RowKey("season", "nobody");
    Lease filled = cache.lease(List.of(absent), soon()).getFirst();
    cache.fill(List.of(new Fill(filled, new Standing.Absent(absent, 0))), soon());
    RowKey leased = new RowKey("season", "leased");
    Lease lease = cache.lease(List.of(leased), soon()).getFirst();
    assertThat(cache.find(List.of(key("brief"), absent), soon()))
        .hasOnlyElementsOfType(CacheRead.Hit.class);

    await()
        .atMost(Duration.ofSeconds(5))
        .until(() ->
            cache.find(List.of(key("brief"), absent), soon()).stream()
                .allMatch(CacheRead.Miss.class::isInstance));
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> cache.lease(List.of(leased), soon()).getFirst().granted());

    cache.fill(
        List.of(new Fill(lease, new Standing.Present(new Row(leased, 1, 1, new byte[1])))), soon());
    assertThat(cache.find(List.of(leased), soon())).containsExactly(new CacheRead.Miss());
  }

  private void update(Row row) {
    var _ = cache.update(List.of(new Standing.Present(row)), soon());
  }

  private CacheRead find(String view) {
    return cache.find(List.of(key(view)), soon()).getFirst();
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(10), new RealTicker());
  }

  private static RowKey key(String view) {
    return new RowKey(view, "e");
  }

  private static Row row(String view) {
    return new Row(key(view), 1, 1, view.getBytes(UTF_8));
  }

  private static FeatureView view(String name, Duration maxAge) {
    return new FeatureView(
        name, EntityType.RESTAURANT, ViewKind.LOADED, maxAge, null, List.of(), List.of());
  }
}
