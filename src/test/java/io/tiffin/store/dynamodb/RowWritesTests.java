package io.tiffin.store.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.Envelope;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.RefusedRowException;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.WriteOutcome.Applied;
import io.tiffin.store.WriteOutcome.Superseded;
import io.tiffin.store.dynamodb.DynamoDbStoreProperties.NearestReads;
import io.tiffin.store.dynamodb.ScriptedDynamoDb.Asked;
import io.tiffin.store.dynamodb.ScriptedDynamoDb.Reply;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/** How rows are sent, and what becomes of answers that DynamoDB Local never gives. */
class RowWritesTests {

  private static final RowKey KEY = new RowKey("view", "e");
  private static final Reply DONE = Reply.ok("{}");

  @Test
  void everyRowIsWrittenByACallWithACondition() {
    try (var server = new ScriptedDynamoDb(_ -> DONE);
        FeatureStore store = open(server)) {
      assertThat(store.put(rows(50), DynamoDbRoom.ample())).containsOnly(new Applied());

      assertThat(server.received())
          .hasSize(50)
          .allMatch(call -> call.operation().equals("PutItem"))
          .allMatch(call -> call.body().contains("\"ConditionExpression\":"));
    }
  }

  /** The 32 of the default meet; a 33rd never does. */
  @Test
  void aBulkLoadHasABoundedNumberOfRowsUnderWay() {
    CountDownLatch met = new CountDownLatch(32);
    try (var server = new ScriptedDynamoDb(_ -> afterMeeting(met));
        FeatureStore store = open(server)) {
      assertThat(store.put(rows(500), DynamoDbRoom.ample())).containsOnly(new Applied());

      assertThat(server.mostUnderWay()).isEqualTo(32);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void throttledRowsHaveFailedWithThatCause(int rows) {
    try (var server = new ScriptedDynamoDb(_ -> Reply.throttled());
        FeatureStore store = open(server)) {
      List<WriteOutcome> outcomes = store.put(rows(rows), DynamoDbRoom.ample());

      assertThat(outcomes)
          .hasSize(rows)
          .allSatisfy(outcome ->
              assertThat(failed(outcome).cause())
                  .isInstanceOf(ProvisionedThroughputExceededException.class));
      assertThat(server.received()).hasSizeBetween(rows, rows + rows / 10);
    }
  }

  /** One in twenty is refused at first: within the budget, so that every row is stored. */
  @Test
  void rowsThatAreThrottledNowAndThenAreWrittenAgain() {
    AtomicInteger calls = new AtomicInteger();
    try (var server =
            new ScriptedDynamoDb(
                _ -> calls.incrementAndGet() % 20 == 19 ? Reply.throttled() : DONE);
        FeatureStore store = open(server)) {
      assertThat(store.put(rows(400), DynamoDbRoom.ample())).containsOnly(new Applied());

      assertThat(server.received()).hasSizeGreaterThan(415);
    }
  }

  /** It may have been applied; a second attempt would meet the first, and take it for another's. */
  @Test
  void aWriteWhoseFateIsUnknownIsNotMadeAgain() {
    AtomicInteger calls = new AtomicInteger();
    try (var server =
            new ScriptedDynamoDb(_ ->
                calls.incrementAndGet() == 51
                    ? new Reply(500, "{\"__type\":\"x#InternalServerError\",\"message\":\"?\"}")
                    : DONE);
        FeatureStore store = open(server)) {
      store.put(rows(50), DynamoDbRoom.ample());

      assertThat(DynamoDbRoom.put(store, rows(1).getFirst()))
          .isInstanceOf(WriteOutcome.Failed.class);

      assertThat(server.received()).hasSize(51);
    }
  }

  @Test
  void aRowBeyond400KilobytesIsRefusedBeforeItIsSent() {
    try (var server = new ScriptedDynamoDb(_ -> DONE);
        FeatureStore store = open(server)) {
      List<WriteOutcome> outcomes =
          store.put(
              List.of(new Row(KEY, 1, 1, new byte[409_600]), DynamoDbRoom.row(KEY, 1)),
              DynamoDbRoom.ample());

      assertThat(failed(outcomes.getFirst()).cause())
          .isInstanceOf(RefusedRowException.class)
          .hasMessageContaining("DynamoDB takes 409,600 (400 KB)");
      assertThat(outcomes.getLast()).isEqualTo(new Applied());
      assertThat(server.received()).hasSize(1);
    }
  }

  @Test
  void aKeyBeyondTheLimitIsRefusedBeforeItIsSent() {
    RowKey key = new RowKey("v".repeat(2_100), "e");
    try (var server = new ScriptedDynamoDb(_ -> DONE);
        FeatureStore store = open(server)) {
      assertThat(failed(DynamoDbRoom.put(store, DynamoDbRoom.row(key, 1))).cause())
          .isInstanceOf(RefusedRowException.class);
      assertThat(server.received()).isEmpty();
    }
  }

  /** As DAX answers, whose client does not ask for the item. */
  @Test
  void whereARefusalDoesNotTellWhatStandsItIsReadStrongly() {
    Row standing = DynamoDbRoom.row(KEY, 7);
    try (var server = new ScriptedDynamoDb(asked -> refusing(asked, standing));
        FeatureStore store = open(server)) {
      assertThat(DynamoDbRoom.put(store, DynamoDbRoom.row(KEY, 6))).isEqualTo(new Superseded(7));
      assertThat(store.replace(DynamoDbRoom.row(KEY, 9), 5, DynamoDbRoom.ample()))
          .isEqualTo(new Superseded(7));

      assertThat(server.received())
          .filteredOn(call -> call.operation().equals("GetItem"))
          .hasSize(2)
          .allMatch(Asked::isConsistent);
    }
  }

  /** Such as one that expires between the two: it is tried again, and gives up in the end. */
  @Test
  void whereWhatStandsWouldBeOverwrittenTheWriteIsMadeAgain() {
    try (var server = new ScriptedDynamoDb(asked -> refusing(asked, DynamoDbRoom.row(KEY, 7)));
        FeatureStore store = open(server)) {
      assertThat(DynamoDbRoom.put(store, DynamoDbRoom.row(KEY, 8)))
          .isInstanceOf(WriteOutcome.Failed.class);

      assertThat(server.received())
          .filteredOn(call -> call.operation().equals("PutItem"))
          .hasSize(3);
    }
  }

  private static Reply refusing(Asked asked, Row standing) {
    return asked.operation().equals("PutItem")
        ? Reply.refusal("ConditionalCheckFailedException")
        : Reply.ok(
            "{\"Item\":{\"k\":{\"S\":\"view/e\"},\"r\":{\"N\":\""
                + standing.revision()
                + "\"},\"e\":{\"B\":\""
                + Base64.getEncoder().encodeToString(Envelope.pack(standing))
                + "\"}}}");
  }

  private static Reply afterMeeting(CountDownLatch met) {
    met.countDown();
    try {
      var _ = met.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return DONE;
  }

  private static FeatureStore open(ScriptedDynamoDb server) {
    return DynamoDbRoom.store(DynamoDbRoom.reading(server.port(), NearestReads.STRONG));
  }

  private static List<Row> rows(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> DynamoDbRoom.row(new RowKey("view", "e" + i), 1))
        .toList();
  }

  private static WriteOutcome.Failed failed(WriteOutcome outcome) {
    assertThat(outcome).isInstanceOf(WriteOutcome.Failed.class);
    return (WriteOutcome.Failed) outcome;
  }
}
