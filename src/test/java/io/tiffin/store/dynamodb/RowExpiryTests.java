package io.tiffin.store.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.Aggregate;
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
import io.tiffin.fixture.DynamoDbLocal;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.KeyEncoding;
import io.tiffin.store.Outcome;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.WriteOutcome.Applied;
import io.tiffin.store.WriteOutcome.Superseded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Rows that have a lifetime, by a clock that only moves when told. It is ahead of DynamoDB Local's,
 * which therefore deletes nothing: what has expired lies there, as it does in the service for days.
 */
class RowExpiryTests {

  private static final Duration LIFETIME = Duration.ofHours(27); // 3 hours of window and a day

  private static ServerProcess server;
  private static DynamoDbClient client;
  private static FeatureStore store;
  private static volatile Instant now = Instant.parse("2100-01-01T00:00:00Z");

  private RowKey key;

  @BeforeAll
  static void start() {
    server = DynamoDbLocal.start();
    client = DynamoDbRoom.client(server.port());
    store =
        DynamoDbRoom.store(
            DynamoDbRoom.patient("http://127.0.0.1:" + server.port()), lifetimes(), () -> now);
  }

  @AfterAll
  static void end() {
    if (server != null) {
      client.close();
      store.close();
      server.close();
    }
  }

  @BeforeEach
  void takeAnotherKey() {
    key = new RowKey("live", UUID.randomUUID().toString());
  }

  @Test
  void theLastSecondOfItsLifeStandsInTheItem() {
    assertThat(put(1)).isEqualTo(new Applied());

    assertThat(item(key).x()).isEqualTo(Long.toString(now.plus(LIFETIME).getEpochSecond()));
  }

  @Test
  void rowsWithoutALifetimeHaveNone() {
    RowKey lasting = new RowKey("profile", key.entity());
    assertThat(DynamoDbRoom.put(store, DynamoDbRoom.row(lasting, 1))).isEqualTo(new Applied());

    assertThat(item(lasting).x()).isNull();
  }

  @Test
  void aDeletionIsRememberedForAsLongAsARow() {
    assertThat(store.delete(key, 3, DynamoDbRoom.ample())).isEqualTo(new Applied());
    assertThat(item(key).x()).isNotNull();
    assertThat(put(2)).isEqualTo(new Superseded(3));

    pass(LIFETIME.plusSeconds(1));

    assertThat(put(2)).isEqualTo(new Applied());
  }

  @Test
  void whatHasExpiredIsAbsentThoughItLiesThere() {
    assertThat(put(7)).isEqualTo(new Applied());
    pass(LIFETIME);
    assertThat(find()).isInstanceOf(Outcome.Found.class);

    pass(Duration.ofSeconds(1));

    assertThat(find()).isEqualTo(new Outcome.Absent(0, store.source()));
    assertThat(item(key).r()).as("the control: it lies there").isEqualTo("7");
  }

  @Test
  void everyWriteRenewsALife() {
    assertThat(put(1)).isEqualTo(new Applied());
    pass(LIFETIME);
    assertThat(put(2)).isEqualTo(new Applied());
    pass(LIFETIME);

    assertThat(find()).isInstanceOf(Outcome.Found.class);
  }

  @Test
  void whatHasExpiredIsOverwrittenByAnyRevision() {
    assertThat(put(7)).isEqualTo(new Applied());
    pass(LIFETIME.plusSeconds(1));

    assertThat(put(3)).isEqualTo(new Applied());

    assertThat(find())
        .isInstanceOfSatisfying(
            Outcome.Found.class, found -> assertThat(found.row().revision()).isEqualTo(3));
  }

  @Test
  void whatHasExpiredIsNothingToCompareWith() {
    assertThat(put(7)).isEqualTo(new Applied());
    assertThat(replace(8, 0)).isEqualTo(new Superseded(7));
    pass(LIFETIME.plusSeconds(1));

    assertThat(replace(8, 7)).isEqualTo(new Superseded(0));
    assertThat(replace(8, 0)).isEqualTo(new Applied());
    assertThat(replace(9, 8)).isEqualTo(new Applied());
  }

  private WriteOutcome put(long revision) {
    return DynamoDbRoom.put(store, DynamoDbRoom.row(key, revision));
  }

  private WriteOutcome replace(long revision, long expected) {
    Row row = DynamoDbRoom.row(key, revision);
    return store.replace(row, expected, DynamoDbRoom.ample());
  }

  private Outcome find() {
    return DynamoDbRoom.find(store, key, DynamoDbRoom.ample());
  }

  private static void pass(Duration time) {
    now = now.plus(time);
  }

  private record Item(@Nullable String r, @Nullable String x) {}

  private static Item item(RowKey key) {
    var item =
        client
            .getItem(request ->
                request
                    .tableName(DynamoDbRoom.TABLE)
                    .consistentRead(true)
                    .key(StoredItem.key(KeyEncoding.text(key))))
            .item();
    AttributeValue expiry = item.get("x");
    return new Item(item.get("r").n(), expiry == null ? null : expiry.n());
  }

  private static RowLifetimes lifetimes() {
    Aggregate orders =
        new Aggregate(
            Aggregate.Function.COUNT,
            new Aggregate.Observation.Occurrence("order.placed"),
            null,
            Duration.ofHours(3),
            Aggregate.MINUTE_TILE,
            0,
            null,
            1);
    return new RowLifetimes(
        new Catalogue(
            List.of(
                view("live", ViewKind.EVENT, new Origin.Aggregated(orders)),
                view("profile", ViewKind.LOADED, new Origin.Load()))));
  }

  private static FeatureView view(String name, ViewKind kind, Origin origin) {
    return new FeatureView(
        name,
        EntityType.RESTAURANT,
        kind,
        Duration.ofDays(1),
        Duration.ofSeconds(1),
        List.of(),
        List.of(
            new Feature(
                new FeatureName(name, "f"),
                FeatureType.INT32,
                "",
                0,
                null,
                origin,
                Duration.ofDays(1),
                "")));
  }
}
