package io.tiffin.store.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.DynamoDbLocal;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.store.Envelope;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.KeyEncoding;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.RefusedRowException;
import io.tiffin.store.UnreadableRowException;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.WriteOutcome.Applied;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** What lies in the table, by the eyes of the SDK; and what is there that is no row. */
class StoredItemTests {

  private static ServerProcess server;
  private static DynamoDbClient client;
  private static FeatureStore store;

  private RowKey key;

  @BeforeAll
  static void start() {
    server = DynamoDbLocal.start();
    client = DynamoDbRoom.client(server.port());
    store = DynamoDbRoom.at(server.port());
    assertThat(store.check(DynamoDbRoom.ample()).usable()).isTrue();
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
    key = new RowKey("view", UUID.randomUUID().toString());
  }

  @Test
  void aRowIsAnItemOfThreeAttributes() {
    Row row = DynamoDbRoom.row(key, 7);

    assertThat(DynamoDbRoom.put(store, row)).isEqualTo(new Applied());

    assertThat(item())
        .isEqualTo(
            Map.of(
                "k", AttributeValue.fromS(KeyEncoding.text(key)),
                "r", AttributeValue.fromN("7"),
                "e", AttributeValue.fromB(SdkBytes.fromByteArray(Envelope.pack(row)))));
  }

  static Stream<Arguments> whatIsNoRow() {
    AttributeValue envelope =
        AttributeValue.fromB(SdkBytes.fromByteArray(Envelope.pack(row("other", 5))));
    AttributeValue five = AttributeValue.fromN("5");
    AttributeValue text = AttributeValue.fromS("5");
    return Stream.of(
        Arguments.of("nothing but a key", Map.of()),
        Arguments.of("no envelope", Map.of("r", five)),
        Arguments.of("an envelope that is text", Map.of("r", five, "e", text)),
        Arguments.of("an envelope of a later version", Map.of("r", five, "e", bytes(2, 0, 0))),
        Arguments.of("no revision", Map.of("e", envelope)),
        Arguments.of("a revision that is text", Map.of("r", text, "e", envelope)),
        Arguments.of("an expiry that is text", Map.of("r", five, "e", text, "x", text)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whatIsNoRow")
  void whatIsNoRowIsLeftAlone(String what, Map<String, AttributeValue> attributes) {
    Map<String, AttributeValue> item = lay(attributes);

    assertThat(find()).isInstanceOfSatisfying(Outcome.Failed.class, StoredItemTests::isUnreadable);
    assertThat(DynamoDbRoom.put(store, DynamoDbRoom.row(key, 9)))
        .matches(StoredItemTests::isRefused);
    assertThat(store.delete(key, 9, DynamoDbRoom.ample())).matches(StoredItemTests::isRefused);
    assertThat(store.replace(DynamoDbRoom.row(key, 9), 5, DynamoDbRoom.ample()))
        .matches(StoredItemTests::isRefused);
    assertThat(store.replace(DynamoDbRoom.row(key, 9), 0, DynamoDbRoom.ample()))
        .matches(StoredItemTests::isRefused);
    assertThat(item()).isEqualTo(item);
  }

  @Test
  void theOtherRowsOfALookUpAreAnsweredBesideOne() {
    lay(Map.of("r", AttributeValue.fromS("5")));
    Row good = row("good-" + key.entity(), 1);
    assertThat(DynamoDbRoom.put(store, good)).isEqualTo(new Applied());

    List<Outcome> outcomes =
        store.find(new Query(List.of(key, good.key()), DynamoDbRoom.ample(), Consistency.SOURCE));

    assertThat(outcomes.getFirst()).isInstanceOf(Outcome.Failed.class);
    assertThat(outcomes.getLast()).isInstanceOf(Outcome.Found.class);
  }

  /** Its revision is an attribute of its own, so that it can be ordered: a newer row heals it. */
  @Test
  void aRowWhoseBytesAreDamagedIsNotReadAndIsReplacedByANewerOne() {
    byte[] damaged = Envelope.pack(DynamoDbRoom.row(key, 5));
    damaged[damaged.length - 1] ^= 1;
    lay(
        Map.of(
            "r",
            AttributeValue.fromN("5"),
            "e",
            AttributeValue.fromB(SdkBytes.fromByteArray(damaged))));

    assertThat(find()).isInstanceOfSatisfying(Outcome.Failed.class, StoredItemTests::isUnreadable);
    assertThat(DynamoDbRoom.put(store, DynamoDbRoom.row(key, 4)))
        .matches(StoredItemTests::isRefused);
    assertThat(DynamoDbRoom.put(store, DynamoDbRoom.row(key, 6))).isEqualTo(new Applied());
    assertThat(find()).isInstanceOf(Outcome.Found.class);
  }

  @Test
  void aRevisionThatDiffersFromTheEnvelopesIsNoRow() {
    lay(
        Map.of(
            "r",
            AttributeValue.fromN("6"),
            "e",
            AttributeValue.fromB(SdkBytes.fromByteArray(Envelope.pack(DynamoDbRoom.row(key, 5))))));

    assertThat(find()).isInstanceOfSatisfying(Outcome.Failed.class, StoredItemTests::isUnreadable);
  }

  /** 60 rows of 380 KB do not fit into an answer: what is left is asked for at once. */
  @Test
  void rowsThatDoNotFitIntoAnAnswerAreAskedForAgain() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      byte[] body = new byte[380_000];
      new Random(i).nextBytes(body);
      rows.add(new Row(new RowKey("large", key.entity() + i), 1, 1, body));
    }
    assertThat(store.put(rows, DynamoDbRoom.ample())).containsOnly(new Applied());
    List<RowKey> keys = rows.stream().map(Row::key).toList();
    assertThat(leftOut(keys)).as("the control: keys left out of one answer").isPositive();

    List<Outcome> outcomes = store.find(new Query(keys, DynamoDbRoom.ample(), Consistency.SOURCE));

    assertThat(outcomes).hasSize(60);
    for (int i = 0; i < 60; i++) {
      assertThat(outcomes.get(i)).isInstanceOf(Outcome.Found.class);
      assertThat(((Outcome.Found) outcomes.get(i)).row().body()).isEqualTo(rows.get(i).body());
    }
  }

  /**
   * DynamoDB places items by its own hash of the whole partition key, and keeps an order only among
   * items of one partition key. There is one item to each here: the table has no sort key and no
   * index, and each of sequential ids has a partition key of its own.
   */
  @Test
  void nothingButTheHashOfAWholeKeyPlacesAnItem() {
    var table = client.describeTable(request -> request.tableName(DynamoDbRoom.TABLE)).table();
    long partitionKeys =
        IntStream.range(0, 16_000)
            .mapToObj(i -> KeyEncoding.text(new RowKey("restaurant_live", "r-" + i)))
            .distinct()
            .count();

    assertThat(table.keySchema()).singleElement().extracting("attributeName").isEqualTo("k");
    assertThat(table.hasGlobalSecondaryIndexes()).isFalse();
    assertThat(table.hasLocalSecondaryIndexes()).isFalse();
    assertThat(partitionKeys).isEqualTo(16_000);
  }

  private int leftOut(List<RowKey> keys) {
    var answer =
        client.batchGetItem(request ->
            request.requestItems(
                Map.of(
                    DynamoDbRoom.TABLE,
                    KeysAndAttributes.builder()
                        .keys(keys.stream().map(k -> StoredItem.key(KeyEncoding.text(k))).toList())
                        .build())));
    return answer.hasUnprocessedKeys()
        ? answer.unprocessedKeys().get(DynamoDbRoom.TABLE).keys().size()
        : 0;
  }

  private Map<String, AttributeValue> lay(Map<String, AttributeValue> attributes) {
    Map<String, AttributeValue> item = new HashMap<>(attributes);
    item.put("k", AttributeValue.fromS(KeyEncoding.text(key)));
    var _ = client.putItem(request -> request.tableName(DynamoDbRoom.TABLE).item(item));
    return item;
  }

  private Map<String, AttributeValue> item() {
    return client
        .getItem(request ->
            request
                .tableName(DynamoDbRoom.TABLE)
                .consistentRead(true)
                .key(StoredItem.key(KeyEncoding.text(key))))
        .item();
  }

  private Outcome find() {
    return DynamoDbRoom.find(store, key, DynamoDbRoom.ample());
  }

  private static Row row(String entity, long revision) {
    return DynamoDbRoom.row(new RowKey("view", entity), revision);
  }

  private static AttributeValue bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
  }

  private static void isUnreadable(Outcome.Failed failed) {
    assertThat(failed.reason()).isEqualTo(Outcome.Failed.Reason.ERROR);
    assertThat(failed.cause()).isInstanceOf(UnreadableRowException.class);
  }

  private static boolean isRefused(WriteOutcome outcome) {
    return outcome instanceof WriteOutcome.Failed failed
        && failed.cause() instanceof RefusedRowException;
  }
}
