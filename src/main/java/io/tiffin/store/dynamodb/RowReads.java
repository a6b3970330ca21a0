package io.tiffin.store.dynamodb;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.KeyEncoding;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.RefusedRowException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * Look-ups, in as few calls as the service allows, all under way together. Thread-safe.
 *
 * <p>An answer may leave keys out, because it is full or the table is busy: what is left is asked
 * for again until the deadline, and is an error if it stays.
 */
final class RowReads {

  /** DynamoDB's limit of keys in a call; more are an error, and so is one key twice. Documented. */
  static final int KEYS_PER_CALL = 100;

  /**
   * An answer with this many bytes left keys out because it was full, and not because the table is
   * busy. Chosen: an answer is cut at 16 MB and an item is less than half a MB.
   */
  private static final int FULL_ANSWER = 8 << 20;

  private static final String OTHERS = "DynamoDB answered with keys that it was not asked for";

  private final Source source;
  private final String tableName;
  private final Table table;
  private final Attempts attempts;
  private final InstantSource clock;

  RowReads(Source source, String tableName, Table table, Attempts attempts, InstantSource clock) {
    this.source = source;
    this.tableName = tableName;
    this.table = table;
    this.attempts = attempts;
    this.clock = clock;
  }

  /**
   * Looks keys up; returns by the deadline.
   *
   * @param strongly whether every write that was acknowledged before must be seen
   * @return one outcome per key, in order; unmodifiable
   */
  List<Outcome> find(List<RowKey> wanted, boolean strongly, Deadline deadline) {
    Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    Map<String, RowKey> keys = LinkedHashMap.newLinkedHashMap(wanted.size());
    List<String> texts = new ArrayList<>(wanted.size());
    for (RowKey key : wanted) {
      String text = KeyEncoding.text(key);
      texts.add(text);
      String refusal = StoredItem.refusalOfKey(key, text);
      if (refusal == null) {
        keys.put(text, key);
      } else {
        outcomes.put(text, failed(new RefusedRowException(refusal)));
      }
    }
    if (!deadline.hasPassed()) {
      ask(keys, strongly, deadline, outcomes);
    }
    Outcome late = new Outcome.Failed(Reason.TIMED_OUT, null, source);
    List<Outcome> ordered = new ArrayList<>(texts.size());
    for (String text : texts) {
      ordered.add(outcomes.getOrDefault(text, late));
    }
    return Collections.unmodifiableList(ordered);
  }

  private void ask(
      Map<String, RowKey> keys,
      boolean strongly,
      Deadline deadline,
      Map<String, Outcome> outcomes) {
    List<Call> calls = new ArrayList<>();
    for (Map<String, RowKey> some : inCalls(keys)) {
      calls.add(new Call(some, strongly, deadline, outcomes));
    }
    List<Future<?>> underWay = new ArrayList<>(calls.size());
    try {
      for (Call call : calls) {
        underWay.add(table.start(call));
      }
      for (Future<?> answer : underWay) {
        var _ = Table.await(answer, deadline);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException _) {
      // what is known by now is known
    } catch (RejectedExecutionException e) {
      calls.forEach(call -> call.fail(new DynamoDbUnavailableException("closed", e)));
    } catch (ExecutionException e) {
      calls.forEach(call -> call.fail(Table.causeOf(e)));
    } finally {
      underWay.forEach(answer -> answer.cancel(true));
    }
  }

  /** As few parts as the service allows, of the same size each. */
  private static List<Map<String, RowKey>> inCalls(Map<String, RowKey> keys) {
    List<Map<String, RowKey>> parts = new ArrayList<>();
    int calls = Math.ceilDiv(keys.size(), KEYS_PER_CALL);
    int taken = 0;
    Map<String, RowKey> part = new LinkedHashMap<>();
    for (Map.Entry<String, RowKey> key : keys.entrySet()) {
      part.put(key.getKey(), key.getValue());
      taken++;
      if (taken == (int) ((long) keys.size() * (parts.size() + 1) / calls)) {
        parts.add(part);
        part = new LinkedHashMap<>();
      }
    }
    return parts;
  }

  private Outcome failed(Throwable cause) {
    return new Outcome.Failed(Reason.ERROR, cause, source);
  }

  /** One call's worth of keys, and where what becomes of them is told as soon as it is known. */
  private final class Call implements Table.Work {

    private final Map<String, RowKey> keys;
    private final boolean strongly;
    private final Deadline deadline;
    private final Map<String, Outcome> outcomes;

    Call(
        Map<String, RowKey> keys,
        boolean strongly,
        Deadline deadline,
        Map<String, Outcome> outcomes) {
      this.keys = keys;
      this.strongly = strongly;
      this.deadline = deadline;
      this.outcomes = outcomes;
    }

    @Override
    public void run() throws InterruptedException {
      try {
        DynamoDbClient rows = table.rows();
        if (keys.size() == 1) {
          one(rows, keys.keySet().iterator().next());
        } else {
          many(rows);
        }
      } catch (ResourceNotFoundException e) {
        table.isMissing();
        fail(e);
      } catch (DynamoDbUnavailableException | SdkException e) {
        fail(e);
      }
    }

    private void one(DynamoDbClient rows, String text) throws InterruptedException {
      var answer =
          attempts.make(
              () ->
                  rows.getItem(request ->
                      request
                          .tableName(tableName)
                          .key(StoredItem.key(text))
                          .consistentRead(strongly)),
              deadline);
      if (answer.hasItem()) {
        found(text, answer.item());
      } else {
        absent(text);
      }
    }

    private void many(DynamoDbClient rows) throws InterruptedException {
      Collection<String> asked = keys.keySet();
      int emptyHanded = 0;
      while (!asked.isEmpty() && !deadline.hasPassed()) {
        BatchGetItemResponse answer = batch(rows, asked);
        List<Map<String, AttributeValue>> items =
            answer.responses().getOrDefault(tableName, List.of());
        Set<String> left = left(answer);
        take(asked, items, left);
        if (!left.isEmpty() && !isFull(items) && !attempts.pause(++emptyHanded, deadline)) {
          return;
        }
        asked = left;
      }
    }

    private BatchGetItemResponse batch(DynamoDbClient rows, Collection<String> texts)
        throws InterruptedException {
      KeysAndAttributes asked =
          KeysAndAttributes.builder()
              .keys(texts.stream().map(StoredItem::key).toList())
              .consistentRead(strongly)
              .build();
      return attempts.make(
          () -> rows.batchGetItem(request -> request.requestItems(Map.of(tableName, asked))),
          deadline);
    }

    private Set<String> left(BatchGetItemResponse answer) {
      KeysAndAttributes unprocessed = answer.unprocessedKeys().get(tableName);
      Set<String> left = new LinkedHashSet<>();
      if (unprocessed != null) {
        unprocessed.keys().forEach(key -> left.add(text(key)));
      }
      return left;
    }

    /** What is neither in an answer nor left out of it is not in the table. */
    private void take(
        Collection<String> asked, List<Map<String, AttributeValue>> items, Set<String> left) {
      Map<String, Map<String, AttributeValue>> byKey = new LinkedHashMap<>();
      items.forEach(item -> byKey.put(text(item), item));
      boolean isComplete = keys.keySet().containsAll(byKey.keySet());
      for (String text : asked) {
        Map<String, AttributeValue> item = byKey.get(text);
        if (item != null) {
          found(text, item);
        } else if (left.contains(text)) {
          leftOut(text);
        } else if (isComplete) {
          absent(text);
        } else {
          outcomes.put(text, failed(new DynamoDbUnavailableException(OTHERS, null)));
        }
      }
    }

    private void found(String text, Map<String, AttributeValue> item) {
      RowKey key = keys.get(text);
      if (key == null || StoredItem.hasExpired(item, clock.instant().getEpochSecond())) {
        absent(text);
      } else {
        outcomes.put(text, StoredItem.read(key, text, item).outcome(key, source));
      }
    }

    private void absent(String text) {
      outcomes.put(text, new Outcome.Absent(0, source));
    }

    private void leftOut(String text) {
      outcomes.put(
          text,
          failed(
              new DynamoDbUnavailableException(
                  "DynamoDB left this key out of its answers (UnprocessedKeys) until the deadline",
                  null)));
    }

    /** Keys without an answer have failed. Past the deadline they are late, whatever happened. */
    void fail(Throwable cause) {
      if (!deadline.hasPassed()) {
        keys.keySet().forEach(text -> outcomes.putIfAbsent(text, failed(cause)));
      }
    }

    private static String text(Map<String, AttributeValue> keyed) {
      AttributeValue key = keyed.get(StoredItem.KEY);
      return key == null || key.s() == null ? "" : key.s();
    }

    private static boolean isFull(List<Map<String, AttributeValue>> items) {
      int bytes = 0;
      for (Map<String, AttributeValue> item : items) {
        AttributeValue envelope = item.get(StoredItem.ENVELOPE);
        bytes +=
            envelope == null || envelope.b() == null ? 0 : envelope.b().asByteArrayUnsafe().length;
      }
      return bytes >= FULL_ANSWER;
    }
  }
}
