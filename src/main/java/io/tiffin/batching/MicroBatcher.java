package io.tiffin.batching;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Groups what concurrent callers ask into shared calls: whatever has queued up while the calls
 * before were under way goes into the next one. There is no timer, so a lone caller never waits for
 * company, and the batches grow with the load. Thread-safe.
 *
 * <p>An item whose deadline has passed by the time its batch is put together is left out.
 *
 * @param <Q> what one caller asks
 * @param <A> what it is answered
 */
public final class MicroBatcher<Q, A> {

  /** One call for many items. */
  @FunctionalInterface
  public interface BatchCall<Q, A> {

    /**
     * Begins the call; returns without waiting for it.
     *
     * @param items at least one
     * @return one answer per item, in order; another number of answers fails them all
     */
    CompletionStage<List<A>> run(List<Q> items);
  }

  /** What became of an item. */
  public sealed interface Result<A> {

    /** The call answered. */
    record Answered<A>(A answer) implements Result<A> {}

    /**
     * The deadline passed, or the caller was interrupted, first; the call may still be under way.
     */
    record TimedOut<A>() implements Result<A> {}

    /** Too much was queued already; nothing was asked. */
    record Refused<A>() implements Result<A> {}

    /** The call failed. */
    record Failed<A>(Throwable cause) implements Result<A> {}
  }

  private final BatchCall<Q, A> call;
  private final ToIntFunction<Q> weigher;
  private final Limits limits;
  private final Queue<Waiting<Q, A>> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();

  /**
   * How far a batcher goes.
   *
   * @param concurrentCalls calls under way at once, at least 1
   * @param batchWeight a batch is not added to once it weighs this much, at least 1
   * @param queuedItems items that wait at most; more are refused
   */
  public record Limits(int concurrentCalls, int batchWeight, int queuedItems) {

    public Limits {
      if (concurrentCalls < 1 || batchWeight < 1 || queuedItems < 1) {
        throw new IllegalArgumentException("limits of a batcher must be at least 1");
      }
    }
  }

  /**
   * @param weigher what an item weighs, such as its number of keys; at least 0
   */
  public MicroBatcher(BatchCall<Q, A> call, ToIntFunction<Q> weigher, Limits limits) {
    this.call = call;
    this.weigher = weigher;
    this.limits = limits;
  }

  /** Asks, and waits for the answer until the deadline. An interrupt is kept. */
  public Result<A> submit(Q item, Deadline deadline) {
    if (deadline.hasPassed()) {
      return new Result.TimedOut<>();
    }
    if (queued.incrementAndGet() > limits.queuedItems()) {
      queued.decrementAndGet();
      return new Result.Refused<>();
    }
    Waiting<Q, A> waiting = new Waiting<>(item, deadline, new CompletableFuture<>());
    queue.add(waiting);
    begin();
    return waiting.await();
  }

  /** Items that wait to be put into a batch. */
  public int queued() {
    return queued.get();
  }

  private void begin() {
    while (!queue.isEmpty() && takeSlot()) {
      List<Waiting<Q, A>> batch = nextBatch();
      if (batch.isEmpty()) {
        underWay.decrementAndGet();
      } else {
        run(batch);
      }
    }
  }

  private boolean takeSlot() {
    int now = underWay.get();
    while (now < limits.concurrentCalls()) {
      if (underWay.compareAndSet(now, now + 1)) {
        return true;
      }
      now = underWay.get();
    }
    return false;
  }

  private List<Waiting<Q, A>> nextBatch() {
    List<Waiting<Q, A>> batch = new ArrayList<>();
    int weight = 0;
    while (weight < limits.batchWeight()) {
      Waiting<Q, A> next = queue.poll();
      if (next == null) {
        break;
      }
      queued.decrementAndGet();
      if (next.isWanted()) {
        batch.add(next);
        weight += weigher.applyAsInt(next.item());
      }
    }
    return batch;
  }

  private void run(List<Waiting<Q, A>> batch) {
    List<Q> items = new ArrayList<>(batch.size());
    for (Waiting<Q, A> waiting : batch) {
      items.add(waiting.item());
    }
    begun(items)
        .whenComplete((answers, failure) -> {
          underWay.decrementAndGet();
          answer(batch, answers, failure);
          begin();
        });
  }

  private CompletionStage<List<A>> begun(List<Q> items) {
    try {
      return call.run(items);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void answer(
      List<Waiting<Q, A>> batch, @Nullable List<A> answers, @Nullable Throwable failure) {
    if (failure != null || answers == null || answers.size() != batch.size()) {
      Throwable cause =
          failure == null
              ? new IllegalStateException("not one answer per item of the batch")
              : failure;
      for (Waiting<Q, A> waiting : batch) {
        waiting.result().complete(new Result.Failed<>(cause));
      }
      return;
    }
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).result().complete(new Result.Answered<>(answers.get(i)));
    }
  }

  private record Waiting<Q, A>(Q item, Deadline deadline, CompletableFuture<Result<A>> result) {

    boolean isWanted() {
      return !result.isDone() && !deadline.hasPassed();
    }

    Result<A> await() {
      try {
        return result.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        return givenUp();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return givenUp();
      } catch (ExecutionException e) {
        return new Result.Failed<>(e);
      }
    }

    private Result<A> givenUp() {
      Result<A> late = new Result.TimedOut<>();
      result.complete(late);
      return late;
    }
  }
}
