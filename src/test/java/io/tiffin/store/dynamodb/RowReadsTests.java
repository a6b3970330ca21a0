package io.tiffin.store.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.RefusedRowException;
import io.tiffin.store.dynamodb.DynamoDbStoreProperties.NearestReads;
import io.tiffin.store.dynamodb.ScriptedDynamoDb.Asked;
import io.tiffin.store.dynamodb.ScriptedDynamoDb.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/** What is asked of the service, and what becomes of answers that DynamoDB Local never gives. */
class RowReadsTests {

  private static final Outcome ABSENT = new Outcome.Absent(0, new Source("DYNAMODB"));

  @ParameterizedTest
  @CsvSource({"2, 1", "100, 1", "101, 2", "200, 2", "201, 3", "1000, 10"})
  void keysAreAskedForInAsFewCallsAsTheServiceAllows(int keys, int calls) {
    try (var server = new ScriptedDynamoDb(Reply::nothing);
        FeatureStore store = open(server)) {
      assertThat(find(store, keys(keys))).hasSize(keys).containsOnly(ABSENT);

      assertThat(server.received())
          .hasSize(calls)
          .allMatch(call -> call.operation().equals("BatchGetItem"))
          .allMatch(call -> call.texts() <= 100);
      assertThat(server.received().stream().mapToInt(Asked::texts).sum()).isEqualTo(keys);
    }
  }

  @Test
  void oneKeyIsAskedForByItself() {
    try (var server = new ScriptedDynamoDb(Reply::nothing);
        FeatureStore store = open(server)) {
      assertThat(find(store, keys(1))).containsExactly(ABSENT);

      assertThat(server.received()).extracting(Asked::operation).containsExactly("GetItem");
    }
  }

  @Test
  void aKeyThatIsRepeatedIsAskedForOnce() {
    List<RowKey> keys = new ArrayList<>(keys(60));
    keys.addAll(keys(60));
    try (var server = new ScriptedDynamoDb(Reply::nothing);
        FeatureStore store = open(server)) {
      assertThat(find(store, keys)).hasSize(120).containsOnly(ABSENT);

      assertThat(server.received()).singleElement().extracting(Asked::texts).isEqualTo(60);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SOURCE, STRONG, true",
    "SOURCE, EVENTUAL, true",
    "NEAREST, STRONG, true",
    "NEAREST, EVENTUAL, false"
  })
  void readsAreAsConsistentAsAsked(Consistency asked, NearestReads nearest, boolean consistent) {
    try (var server = new ScriptedDynamoDb(Reply::nothing);
        FeatureStore store = DynamoDbRoom.store(DynamoDbRoom.reading(server.port(), nearest))) {
      store.find(new Query(keys(1), DynamoDbRoom.ample(), asked));
      store.find(new Query(keys(2), DynamoDbRoom.ample(), asked));

      assertThat(server.received()).hasSize(2).allMatch(call -> call.isConsistent() == consistent);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ProvisionedThroughputExceededException",
        "ThrottlingException",
        "RequestLimitExceeded",
        "AccessDeniedException",
        "ResourceNotFoundException"
      })
  void whatTheServiceRefusesIsAnErrorAndNeverAnAbsentRow(String type) {
    try (var server = new ScriptedDynamoDb(_ -> Reply.refusal(type));
        FeatureStore store = open(server)) {
      assertThat(find(store, keys(3)))
          .hasSize(3)
          .allSatisfy(outcome -> {
            assertThat(failed(outcome).reason()).isEqualTo(Reason.ERROR);
            assertThat(failed(outcome).cause())
                .isInstanceOf(DynamoDbException.class)
                .hasMessageContaining("scripted " + type);
          });
    }
  }

  @Test
  void whatIsNotAllowedIsSaidToOperators() {
    try (var server = new ScriptedDynamoDb(_ -> Reply.refusal("AccessDeniedException"));
        FeatureStore store = open(server)) {
      assertThat(store.check(DynamoDbRoom.ample()))
          .isEqualTo(
              new FeatureStore.Check(false, "DynamoDB refuses: scripted AccessDeniedException"));
    }
  }

  @Test
  void aBrokenServiceIsAnErrorOfItsOwn() {
    try (var server = new ScriptedDynamoDb(RowReadsTests::broken);
        FeatureStore store = open(server)) {
      assertThat(failed(find(store, keys(1)).getFirst()).cause())
          .isInstanceOf(InternalServerErrorException.class);
    }
  }

  @Test
  void anAnswerThatIsNoneIsAnError() {
    try (var server = new ScriptedDynamoDb(_ -> Reply.ok("<html>"));
        FeatureStore store = open(server)) {
      assertThat(failed(find(store, keys(2)).getFirst()).cause())
          .isInstanceOf(SdkClientException.class);
    }
  }

  @Test
  void keysThatAreLeftOutAreAskedForAgain() {
    AtomicInteger calls = new AtomicInteger();
    try (var server =
            new ScriptedDynamoDb(asked ->
                calls.incrementAndGet() == 1 ? Reply.unprocessed(asked) : Reply.nothing(asked));
        FeatureStore store = open(server)) {
      assertThat(find(store, keys(5))).containsOnly(ABSENT);

      assertThat(server.received()).hasSize(2);
    }
  }

  @Test
  void keysThatAreLeftOutUntilTheDeadlineHaveFailed() {
    try (var server = new ScriptedDynamoDb(Reply::unprocessed);
        FeatureStore store = open(server)) {
      find(store, keys(2), DynamoDbRoom.in(Duration.ofSeconds(1))); // makes the client
      int before = server.received().size();
      Deadline deadline = DynamoDbRoom.in(Duration.ofMillis(500));

      List<Outcome> outcomes = find(store, keys(5), deadline);

      assertThat(outcomes)
          .hasSize(5)
          .allSatisfy(outcome -> {
            assertThat(failed(outcome).reason()).isEqualTo(Reason.ERROR);
            assertThat(failed(outcome).cause()).hasMessageContaining("UnprocessedKeys");
          });
      assertThat(deadline.remainingNanos()).isGreaterThan(-Duration.ofMillis(250).toNanos());
      assertThat(server.received().size() - before).as("pauses grow").isBetween(2, 12);
    }
  }

  @Test
  void aBusyServiceIsAskedAgainForATenthOfTheCallsAtMost() {
    AtomicInteger calls = new AtomicInteger();
    Function<Asked, Reply> busyFromTheHundredthCallOn =
        asked -> calls.incrementAndGet() <= 100 ? Reply.nothing(asked) : Reply.throttled();
    try (var server = new ScriptedDynamoDb(busyFromTheHundredthCallOn);
        FeatureStore store = open(server)) {
      for (int i = 0; i < 100; i++) {
        assertThat(find(store, keys(1))).containsExactly(ABSENT);
      }

      for (int i = 0; i < 100; i++) {
        assertThat(failed(find(store, keys(1)).getFirst()).cause())
            .isInstanceOf(ProvisionedThroughputExceededException.class);
      }

      assertThat(server.received()).hasSizeBetween(210, 221); // 10 saved and 10 earned since
    }
  }

  @Test
  void aReadIsSavedByASecondAttempt() {
    AtomicInteger calls = new AtomicInteger();
    try (var server =
            new ScriptedDynamoDb(
                asked -> calls.incrementAndGet() == 30 ? Reply.throttled() : Reply.nothing(asked));
        FeatureStore store = open(server)) {
      for (int i = 0; i < 40; i++) {
        assertThat(find(store, keys(1))).containsExactly(ABSENT);
      }

      assertThat(server.received()).hasSize(41);
    }
  }

  @Test
  void aKeyThatDynamoDbDoesNotTakeDoesNotSpoilTheOthers() {
    List<RowKey> keys = List.of(new RowKey("v".repeat(2_100), "e"), new RowKey("v", "e"));
    try (var server = new ScriptedDynamoDb(Reply::nothing);
        FeatureStore store = open(server)) {
      List<Outcome> outcomes = find(store, keys);

      assertThat(failed(outcomes.getFirst()).cause())
          .isInstanceOf(RefusedRowException.class)
          .hasMessageContaining("DynamoDB takes 2,048");
      assertThat(outcomes.getLast()).isEqualTo(ABSENT);
    }
  }

  @Test
  void theLongestKeysOfOneViewFit() {
    String longest = "\uD83C".repeat(256); // escaped, the longest that an entity can be

    assertThat(StoredItem.refusalOfKey(new RowKey("v", longest), "v/" + "%uD83C".repeat(256)))
        .isNull();
  }

  private static Reply broken(Asked asked) {
    return new Reply(
        500, "{\"__type\":\"x#InternalServerError\",\"message\":\"" + asked.operation() + "\"}");
  }

  private static FeatureStore open(ScriptedDynamoDb server) {
    return DynamoDbRoom.store(DynamoDbRoom.reading(server.port(), NearestReads.STRONG));
  }

  private static List<RowKey> keys(int count) {
    return IntStream.range(0, count).mapToObj(i -> new RowKey("view", "e" + i)).toList();
  }

  private static List<Outcome> find(FeatureStore store, List<RowKey> keys) {
    return find(store, keys, DynamoDbRoom.ample());
  }

  private static List<Outcome> find(FeatureStore store, List<RowKey> keys, Deadline deadline) {
    return store.find(new Query(keys, deadline, Consistency.SOURCE));
  }

  private static Outcome.Failed failed(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    return (Outcome.Failed) outcome;
  }
}
