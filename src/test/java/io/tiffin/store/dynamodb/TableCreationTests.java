package io.tiffin.store.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.RowKey;
import io.tiffin.fixture.DynamoDbLocal;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.FeatureStore.Check;
import io.tiffin.store.Outcome;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.WriteOutcome.Applied;
import io.tiffin.store.dynamodb.DynamoDbStoreProperties.NearestReads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

class TableCreationTests {

  private static final RowKey KEY = new RowKey("view", "e");

  private static ServerProcess server;
  private static DynamoDbClient client;

  @BeforeAll
  static void start() {
    server = DynamoDbLocal.start();
    client = DynamoDbRoom.client(server.port());
  }

  @AfterAll
  static void end() {
    if (server != null) {
      client.close();
      server.close();
    }
  }

  @BeforeEach
  void dropTheTable() {
    for (String table : client.listTables().tableNames()) {
      var _ = client.deleteTable(request -> request.tableName(table));
    }
  }

  @Test
  void aMissingTableIsMadeOnDemandAndWithExpiry() {
    try (FeatureStore store = DynamoDbRoom.at(server.port())) {
      assertThat(DynamoDbRoom.put(store, DynamoDbRoom.row(KEY, 1))).isEqualTo(new Applied());
    }

    var table = client.describeTable(request -> request.tableName("tiffin")).table();
    var expiry =
        client.describeTimeToLive(request -> request.tableName("tiffin")).timeToLiveDescription();
    assertThat(table.billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
    assertThat(expiry.timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
    assertThat(expiry.attributeName()).isEqualTo("x");
  }

  @Test
  void manyMakeItAtTheSameTime() throws Exception {
    List<FeatureStore> stores = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<WriteOutcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        FeatureStore store = DynamoDbRoom.at(server.port());
        stores.add(store);
        RowKey key = new RowKey("view", "e" + i);
        outcomes.add(threads.submit(() -> DynamoDbRoom.put(store, DynamoDbRoom.row(key, 1))));
      }
      for (Future<WriteOutcome> outcome : outcomes) {
        assertThat(outcome.get()).isEqualTo(new Applied());
      }
    } finally {
      stores.forEach(FeatureStore::close);
    }
  }

  /** As after a process that died between the two. */
  @Test
  void aTableThatIsThereGetsItsExpiry() {
    create("k", ScalarAttributeType.S);
    try (FeatureStore store = DynamoDbRoom.at(server.port())) {
      assertThat(store.check(DynamoDbRoom.ample()).usable()).isTrue();
    }

    assertThat(
            client
                .describeTimeToLive(request -> request.tableName("tiffin"))
                .timeToLiveDescription()
                .timeToLiveStatus())
        .isEqualTo(TimeToLiveStatus.ENABLED);
  }

  @Test
  void unlessItIsWantedNoTableIsMade() {
    try (FeatureStore store = withoutCreation()) {
      assertThat(DynamoDbRoom.find(store, KEY, DynamoDbRoom.ample()))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> assertThat(failed.cause()).isInstanceOf(ResourceNotFoundException.class));
      assertThat(DynamoDbRoom.put(store, DynamoDbRoom.row(KEY, 1)))
          .isInstanceOf(WriteOutcome.Failed.class);
      assertThat(store.check(DynamoDbRoom.ample()))
          .isEqualTo(
              new Check(
                  false,
                  "there is no table «tiffin»: create it, or set"
                      + " tiffin.store.dynamodb.create-if-missing"));
    }

    assertThat(client.listTables().tableNames()).isEmpty();
  }

  @Test
  void aTableWithAnotherKeyIsNotUsable() {
    create("id", ScalarAttributeType.S);
    try (FeatureStore store = withoutCreation()) {
      Check check = store.check(DynamoDbRoom.ample());

      assertThat(check.usable()).isFalse();
      assertThat(check.detail()).contains("has another key");
    }
  }

  @Test
  void aTableThatIsThereIsUsable() {
    create("k", ScalarAttributeType.S);
    try (FeatureStore store = withoutCreation()) {
      assertThat(store.check(DynamoDbRoom.ample()))
          .isEqualTo(new Check(true, "the table «tiffin» is ACTIVE, with about 0 items"));
    }
  }

  private FeatureStore withoutCreation() {
    return DynamoDbRoom.store(DynamoDbRoom.reading(server.port(), NearestReads.STRONG));
  }

  private void create(String key, ScalarAttributeType type) {
    var _ =
        client.createTable(request ->
            request
                .tableName("tiffin")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    AttributeDefinition.builder().attributeName(key).attributeType(type).build())
                .keySchema(
                    KeySchemaElement.builder().attributeName(key).keyType(KeyType.HASH).build()));
  }
}
