package io.tiffin.store.bigtable;

import com.google.api.core.ApiFuture;
import com.google.api.gax.rpc.StatusCode.Code;
import io.tiffin.batching.Deadline;
import io.tiffin.store.CallBudget;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.RefusedRowException;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.WriteOutcome.Applied;
import io.tiffin.store.WriteOutcome.Failed;
import io.tiffin.store.bigtable.RowRead.Failure;
import io.tiffin.store.bigtable.RowRead.Nothing;
import io.tiffin.store.bigtable.RowRead.Reply;
import io.tiffin.store.bigtable.RowRead.Value;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows, each by a call of its own with its condition, a bounded number of them at once. What
 * Bigtable throttles is sent again, within the deadline and a budget. Thread-safe.
 */
final class RowWrites {

  /** Attempts at one row. Chosen; the budget ends most before. */
  private static final int ATTEMPTS = 4;

  /** Between the first two attempts, give or take half of it; twice as long each time. Chosen. */
  private static final long PAUSE_MILLIS = 10;

  private static final WriteOutcome APPLIED = new Applied();
  private static final Failed NOT_SENT = new Failed("not sent before the deadline", null);
  private static final Failed NOT_ACKNOWLEDGED =
      new Failed("not acknowledged before the deadline", null);

  private final BigtableLink link;
  private final BigtableCells cells;
  private final RowReads reads;
  private final int atOnce;
  private final Semaphore places;
  private final CallBudget retries;
  private final RandomGenerator random;

  /**
   * @param reads to say what stands in the way of a row
   * @param retries rows earn, second attempts spend
   * @param random for pauses; thread-safe
   */
  RowWrites(
      BigtableLink link,
      BigtableCells cells,
      RowReads reads,
      int atOnce,
      CallBudget retries,
      RandomGenerator random) {
    this.link = link;
    this.cells = cells;
    this.reads = reads;
    this.atOnce = atOnce;
    this.places = new Semaphore(atOnce);
    this.retries = retries;
    this.random = random;
  }

  /**
   * Writes rows; returns by the deadline.
   *
   * @return one outcome per row, in order; unmodifiable
   */
  List<WriteOutcome> write(List<RowWrite> writes, Deadline deadline) {
    AtomicReferenceArray<@Nullable WriteOutcome> outcomes =
        new AtomicReferenceArray<>(writes.size());
    if (writes.size() == 1) {
      writeOne(writes.getFirst(), 0, outcomes, deadline);
    } else {
      writeAll(writes, outcomes, deadline);
    }
    return IntStream.range(0, writes.size())
        .<WriteOutcome>mapToObj(i -> Objects.requireNonNullElse(outcomes.get(i), NOT_SENT))
        .toList();
  }

  private void writeAll(
      List<RowWrite> writes,
      AtomicReferenceArray<@Nullable WriteOutcome> outcomes,
      Deadline deadline) {
    AtomicInteger next = new AtomicInteger();
    int workers = Math.min(atOnce, writes.size());
    CountDownLatch done = new CountDownLatch(workers);
    List<Thread> threads =
        IntStream.range(0, workers)
            .mapToObj(_ ->
                Thread.ofVirtual()
                    .name("bigtable-write")
                    .start(() -> work(writes, next, outcomes, deadline, done)))
            .toList();
    try {
      if (!done.await(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS)) {
        threads.forEach(Thread::interrupt);
      }
    } catch (InterruptedException _) {
      threads.forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
    }
  }

  private void work(
      List<RowWrite> writes,
      AtomicInteger next,
      AtomicReferenceArray<@Nullable WriteOutcome> outcomes,
      Deadline deadline,
      CountDownLatch done) {
    try {
      int index = next.getAndIncrement();
      while (index < writes.size()
          && !deadline.hasPassed()
          && !Thread.currentThread().isInterrupted()) {
        writeOne(writes.get(index), index, outcomes, deadline);
        index = next.getAndIncrement();
      }
    } finally {
      done.countDown();
    }
  }

  private void writeOne(
      RowWrite write,
      int index,
      AtomicReferenceArray<@Nullable WriteOutcome> outcomes,
      Deadline deadline) {
    if (write.rowKey().size() > BigtableCells.LONGEST_KEY) {
      outcomes.set(index, tooLong(write));
      return;
    }
    try {
      if (!places.tryAcquire(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      outcomes.set(index, new Failed("interrupted before it was sent", e));
      return;
    }
    try {
      if (!deadline.hasPassed()) {
        outcomes.set(index, NOT_ACKNOWLEDGED);
        outcomes.set(index, new Attempts(write, deadline).outcome());
      }
    } finally {
      places.release();
    }
  }

  private static Failed tooLong(RowWrite write) {
    String reason =
        "its key takes %d bytes, and Bigtable %d at most"
            .formatted(write.rowKey().size(), BigtableCells.LONGEST_KEY);
    return new Failed("The row was not sent: " + reason, new RefusedRowException(reason));
  }

  /** The attempts at one row, on one thread. */
  private final class Attempts {

    private final RowWrite write;
    private final Deadline deadline;
    private int made;
    private boolean maybeApplied;

    Attempts(RowWrite write, Deadline deadline) {
      this.write = write;
      this.deadline = deadline;
    }

    WriteOutcome outcome() {
      retries.earn();
      try {
        Optional<WriteOutcome> outcome = attempted();
        while (outcome.isEmpty()) {
          outcome = deadline.hasPassed() ? Optional.of(NOT_ACKNOWLEDGED) : attempted();
        }
        return outcome.get();
      } catch (TimeoutException e) {
        link.notice(e);
        return new Failed(NOT_ACKNOWLEDGED.message(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Failed("interrupted before the acknowledgement", e);
      } catch (BigtableUnavailableException | RuntimeException e) {
        return new Failed("Bigtable was not asked: " + e.getMessage(), e);
      }
    }

    /** Makes one attempt; empty if it is worth another one. */
    private Optional<WriteOutcome> attempted()
        throws BigtableUnavailableException, TimeoutException, InterruptedException {
      made++;
      try {
        return write.isApplied(answered()) ? Optional.of(APPLIED) : inTheWay();
      } catch (ExecutionException e) {
        Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
        link.notice(cause);
        return isWorthAnother(cause) ? Optional.empty() : Optional.of(failed(cause));
      }
    }

    private boolean answered()
        throws BigtableUnavailableException,
            ExecutionException,
            TimeoutException,
            InterruptedException {
      ApiFuture<Boolean> answer =
          link.client(Consistency.SOURCE, deadline)
              .checkAndMutateRowCallable()
              .futureCall(write.mutation(cells), BigtableLink.until(deadline));
      try {
        return answer.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException | InterruptedException e) {
        var _ = answer.cancel(true);
        throw e;
      }
    }

    /** What stands, since the row was not written; empty if it has gone meanwhile. */
    private Optional<WriteOutcome> inTheWay() {
      Reply reply =
          reads
              .find(List.of(write.rowKey()), Consistency.SOURCE, deadline)
              .getOrDefault(write.rowKey(), new Nothing());
      return switch (reply) {
        case Value(var found) -> write.outcome(found, maybeApplied);
        case Nothing() -> write.outcome(0);
        case Failure(var _, var cause) ->
            Optional.of(
                new Failed("Bigtable did not say which revision stands in the row's way", cause));
      };
    }

    private boolean isWorthAnother(Throwable cause) throws InterruptedException {
      boolean unknown = BigtableLink.isOf(cause, Code.UNAVAILABLE);
      boolean passes =
          unknown
              || BigtableLink.isOf(cause, Code.RESOURCE_EXHAUSTED)
              || BigtableLink.isOf(cause, Code.ABORTED);
      maybeApplied |= unknown;
      return passes && (write.isRepeatable() || !unknown) && made < ATTEMPTS && paused();
    }

    /** Waits before the next attempt, if there is one to be had. */
    private boolean paused() throws InterruptedException {
      long middle = PAUSE_MILLIS << (made - 1);
      long pause = TimeUnit.MILLISECONDS.toNanos(random.nextLong(middle / 2, middle * 3 / 2));
      if (pause >= deadline.remainingNanos() || !retries.spend()) {
        return false;
      }
      TimeUnit.NANOSECONDS.sleep(pause);
      return true;
    }

    private static Failed failed(Throwable cause) {
      return new Failed(
          BigtableLink.isOf(cause, Code.DEADLINE_EXCEEDED)
              ? "Bigtable did not acknowledge in time"
              : "Bigtable did not take it: " + cause.getMessage(),
          cause);
    }
  }
}
