package io.tiffin.batching;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Groups what concurrent callers ask into shared calls: whatever has queued up while the calls
 * before were under way goes into the next one, first come, first served. There is no timer, so a
 * lone caller never waits for company, and the batches grow with the load. Thread-safe.
 *
 * <p>An item whose deadline has passed by the time its batch is put together is left out; with a
 * {@link Fitting}, also one whose call is not expected to end by then. A caller that gives up makes
 * room in the queue at once. Calls are begun on the thread of a caller, or on the thread on which
 * the call before completed; never within one another, however fast they complete.
 *
 * @param <Q> what one caller asks
 * @param <A> what it is answered
 */
public final class MicroBatcher<Q, A> {

  /** One call for many items. */
  @FunctionalInterface
  public interface BatchCall<Q, A> {

    /**
     * Begins the call; returns without waiting for it. A call keeps its place among the concurrent
     * ones until its stage completes, so <b>it must complete in the end</b>, by a time-out of its
     * own if need be.
     *
     * @param items at least one, in the order in which they were asked; unmodifiable
     * @return one answer per item, in order; another number of answers fails them all, and so does
     *     an exception
     */
    CompletionStage<List<A>> run(List<Q> items);

    /**
     * A call that blocks, made on a thread of {@code executor}. What the executor refuses fails.
     */
    static <Q, A> BatchCall<Q, A> blocking(Executor executor, Function<List<Q>, List<A>> call) {
      return items -> CompletableFuture.supplyAsync(() -> call.apply(items), executor);
    }
  }

  /** What became of an item. */
  public sealed interface Result<A> {

    /** The call answered. */
    record Answered<A>(A answer) implements Result<A> {}

    /**
     * The deadline passed, or the caller was interrupted, first; the call may still be under way.
     *
     * @param isForetold whether time was left, but too little: nothing was asked
     */
    record TimedOut<A>(boolean isForetold) implements Result<A> {

      public TimedOut() {
        this(false);
      }
    }

    /** Too much was queued already; nothing was asked. */
    record Refused<A>() implements Result<A> {}

    /**
     * The call failed, or the item could not be weighed.
     *
     * @param cause what was thrown, as it was thrown
     */
    record Failed<A>(Throwable cause) implements Result<A> {}
  }

  private static final String MISCOUNTED = "not one answer per item of the batch";

  private final BatchCall<Q, A> call;
  private final ToIntFunction<Q> weigher;
  private final WaitingLine<Q, A> line;
  private final @Nullable Fitting fitting;

  /**
   * How far a batcher goes.
   *
   * @param concurrentCalls calls under way at once, at least 1
   * @param batchWeight a batch is not added to once it weighs this much, at least 1; with a {@link
   *     Fitting}, nothing is added that would make it weigh more
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
   * A batcher for calls that cost about the same whatever they are given.
   *
   * @param weigher what an item weighs, such as its number of keys; at least 0. Called once per
   *     item, on its caller's thread
   */
  public MicroBatcher(BatchCall<Q, A> call, ToIntFunction<Q> weigher, Limits limits) {
    this.call = call;
    this.weigher = weigher;
    this.line = new WaitingLine<>(limits, () -> new Batch.Heavy<>(limits.batchWeight()));
    this.fitting = null;
  }

  /**
   * A batcher for calls that take longer the more they are given.
   *
   * @param weigher what an item weighs, such as its number of rows; as above
   */
  public MicroBatcher(
      BatchCall<Q, A> call, ToIntFunction<Q> weigher, Limits limits, Fitting fitting) {
    this.call = call;
    this.weigher = weigher;
    this.line = new WaitingLine<>(limits, () -> new Batch.Fitted<>(fitting, limits.batchWeight()));
    this.fitting = fitting;
  }

  /**
   * Asks, and waits for the answer until the deadline. An interrupt is kept; a thread that is
   * interrupted already asks nothing.
   */
  public Result<A> submit(Q item, Deadline deadline) {
    if (deadline.hasPassed() || Thread.currentThread().isInterrupted()) {
      return new Result.TimedOut<>();
    }
    WaitingItem<Q, A> waiting;
    try {
      waiting = new WaitingItem<>(item, Math.max(0, weigher.applyAsInt(item)), deadline);
    } catch (RuntimeException | Error e) {
      return new Result.Failed<>(e);
    }
    if (fitting != null && fitting.isHopeless(waiting)) {
      return new Result.TimedOut<>(true);
    }
    if (!line.join(waiting)) {
      return new Result.Refused<>();
    }
    begin();
    Result<A> result = waiting.await();
    if (result instanceof Result.TimedOut) {
      line.leave(waiting);
    }
    return result;
  }

  /** Items that wait to be put into a batch. */
  public int queued() {
    return line.length();
  }

  private void begin() {
    Batch<Q, A> batch = line.begin();
    while (batch != null) {
      batch.answerLate();
      if (!batch.items().isEmpty()) {
        run(batch.items());
      }
      batch = line.begin();
    }
  }

  /**
   * Whoever comes second, this method's return or the call's end, sees to the next batch: a call
   * that ends before this returns is followed by the caller's loop, and not by a call inside it.
   */
  private void run(List<WaitingItem<Q, A>> batch) {
    AtomicBoolean first = new AtomicBoolean(true);
    var _ =
        begun(batch)
            .whenComplete((answers, failure) -> {
              line.end();
              answer(batch, answers, failure);
              if (!first.getAndSet(false)) {
                begin();
              }
            });
    first.set(false);
  }

  private CompletionStage<List<A>> begun(List<WaitingItem<Q, A>> batch) {
    List<Q> items = new ArrayList<>(batch.size());
    for (WaitingItem<Q, A> waiting : batch) {
      items.add(waiting.asked());
    }
    try {
      return Objects.requireNonNull(call.run(Collections.unmodifiableList(items)), "no stage");
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static <Q, A> void answer(
      List<WaitingItem<Q, A>> batch, @Nullable List<A> answers, @Nullable Throwable failure) {
    if (failure != null || answers == null || answers.size() != batch.size()) {
      fail(batch, failure == null ? new IllegalStateException(MISCOUNTED) : cause(failure));
      return;
    }
    try {
      for (int i = 0; i < batch.size(); i++) {
        var _ = batch.get(i).complete(new Result.Answered<>(answers.get(i)));
      }
    } catch (RuntimeException | Error e) { // the list that the call gave broke
      fail(batch, e);
    }
  }

  /** Fails what has no result yet. */
  private static <Q, A> void fail(List<WaitingItem<Q, A>> batch, Throwable cause) {
    for (WaitingItem<Q, A> waiting : batch) {
      var _ = waiting.complete(new Result.Failed<>(cause));
    }
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
