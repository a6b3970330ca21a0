package io.tiffin.store.dynamodb;

import io.tiffin.batching.Deadline;
import io.tiffin.store.RefusedRowException;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.StoredRow;
import io.tiffin.store.WriteOutcome;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * Conditional writes, one call per row: DynamoDB's batches know no conditions. A bounded number is
 * under way at once, of all callers together; what is to be written waits for that. Thread-safe.
 */
final class RowWrites {

  /** Times that a write is made again because what stood changed between two calls. Chosen. */
  private static final int RACES = 3;

  private final String tableName;
  private final Table table;
  private final RowLifetimes lifetimes;
  private final InstantSource clock;
  private final Attempts attempts;
  private final int concurrent;
  private final Semaphore turns;

  /**
   * @param clock the machine's, which DynamoDB's agrees with
   * @param concurrent writes under way at once
   */
  RowWrites(
      String tableName,
      Table table,
      RowLifetimes lifetimes,
      InstantSource clock,
      Attempts attempts,
      int concurrent) {
    this.tableName = tableName;
    this.table = table;
    this.lifetimes = lifetimes;
    this.clock = clock;
    this.attempts = attempts;
    this.concurrent = concurrent;
    turns = new Semaphore(concurrent, true);
  }

  /**
   * Writes; returns by the deadline.
   *
   * @return one outcome per write, in order; unmodifiable
   */
  List<WriteOutcome> run(List<RowWrite> writes, Deadline deadline) {
    AtomicReferenceArray<@Nullable WriteOutcome> outcomes =
        new AtomicReferenceArray<>(writes.size());
    String late = "not acknowledged before the deadline";
    if (!deadline.hasPassed()) {
      late = runTogether(new Load(writes, outcomes, deadline), deadline);
    }
    List<WriteOutcome> ordered = new ArrayList<>(writes.size());
    for (int i = 0; i < writes.size(); i++) {
      WriteOutcome outcome = outcomes.get(i);
      ordered.add(outcome == null ? new WriteOutcome.Failed(late, null) : outcome);
    }
    return Collections.unmodifiableList(ordered);
  }

  /** Returns what is to be said of those that have no outcome afterwards. */
  private String runTogether(Load load, Deadline deadline) {
    List<Future<?>> underWay = new ArrayList<>();
    try {
      for (int i = 0; i < Math.min(concurrent, load.writes.size()); i++) {
        underWay.add(table.start(load));
      }
      for (Future<?> worker : underWay) {
        var _ = Table.await(worker, deadline);
      }
      return "not acknowledged before the deadline";
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "interrupted before the acknowledgement";
    } catch (TimeoutException _) {
      return "not acknowledged before the deadline";
    } catch (RejectedExecutionException _) {
      return "the DynamoDB store is closed";
    } catch (ExecutionException e) {
      return "DynamoDB's client broke: " + Table.causeOf(e);
    } finally {
      underWay.forEach(worker -> worker.cancel(true));
    }
  }

  /** The writes of one call, which any number of threads work off together. */
  private final class Load implements Table.Work {

    private final List<RowWrite> writes;
    private final AtomicReferenceArray<@Nullable WriteOutcome> outcomes;
    private final Deadline deadline;
    private final AtomicInteger next = new AtomicInteger();

    Load(
        List<RowWrite> writes,
        AtomicReferenceArray<@Nullable WriteOutcome> outcomes,
        Deadline deadline) {
      this.writes = writes;
      this.outcomes = outcomes;
      this.deadline = deadline;
    }

    @Override
    public void run() throws InterruptedException {
      for (int i = next.getAndIncrement(); i < writes.size(); i = next.getAndIncrement()) {
        if (!turns.tryAcquire(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS)) {
          return;
        }
        try {
          outcomes.set(i, write(writes.get(i), deadline));
        } finally {
          turns.release();
        }
      }
    }
  }

  private WriteOutcome write(RowWrite write, Deadline deadline) throws InterruptedException {
    String refusal = StoredItem.refusal(write.key(), write.text(), write.envelope());
    if (refusal != null) {
      return refused(refusal);
    }
    try {
      return write(table.rows(), write, deadline);
    } catch (ResourceNotFoundException e) {
      table.isMissing();
      return failed(e);
    } catch (AbortedException e) {
      return new WriteOutcome.Failed("given up before the acknowledgement", e);
    } catch (DynamoDbUnavailableException | SdkException e) {
      return failed(e);
    } catch (RuntimeException e) { // the client's own, such as one of a closed pool
      return failed(e);
    }
  }

  private WriteOutcome write(DynamoDbClient rows, RowWrite write, Deadline deadline)
      throws InterruptedException {
    for (int race = 0; race < RACES; race++) {
      long now = clock.instant().getEpochSecond();
      PutItemRequest request = write.request(tableName, now, expiry(write, now));
      try {
        var _ = attempts.make(() -> rows.putItem(request), deadline);
        return new WriteOutcome.Applied();
      } catch (ConditionalCheckFailedException e) {
        Map<String, AttributeValue> met = e.hasItem() ? e.item() : standing(rows, write, deadline);
        StoredRow row = StoredItem.standing(write.key(), write.text(), met, now);
        if (row instanceof StoredRow.Unreadable unreadable) {
          return refused(
              "what is stored under " + write.key() + " is no row: " + unreadable.reason());
        }
        if (!write.appliesOver(StoredItem.revision(row))) {
          return new WriteOutcome.Superseded(StoredItem.revision(row));
        }
      }
    }
    return new WriteOutcome.Failed("others write the same row too often", null);
  }

  /** What stands now, where the refusal does not tell: there was nothing, or it came by DAX. */
  private Map<String, AttributeValue> standing(
      DynamoDbClient rows, RowWrite write, Deadline deadline) throws InterruptedException {
    return attempts
        .make(
            () ->
                rows.getItem(request ->
                    request
                        .tableName(tableName)
                        .key(StoredItem.key(write.text()))
                        .consistentRead(true)),
            deadline)
        .item();
  }

  private OptionalLong expiry(RowWrite write, long now) {
    return lifetimes.of(write.key().view()).atSource().stream()
        .mapToLong(life -> now + life.plusMillis(999).toSeconds())
        .findFirst();
  }

  private static WriteOutcome refused(String reason) {
    return new WriteOutcome.Failed(reason, new RefusedRowException(reason));
  }

  private static WriteOutcome failed(Exception cause) {
    return new WriteOutcome.Failed("DynamoDB did not take it: " + cause.getMessage(), cause);
  }
}
