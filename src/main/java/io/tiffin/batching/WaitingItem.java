package io.tiffin.batching;

import io.tiffin.batching.MicroBatcher.Result;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What one caller has asked, and the place where it waits for the answer. It is its own future and
 * its own link of the {@link WaitingLine}, so that an item costs one object.
 */
final class WaitingItem<Q, A> extends CompletableFuture<Result<A>> {

  private final Q asked;
  private final int weight;
  private final Deadline deadline;

  /** The line's, under its lock. */
  @Nullable WaitingItem<Q, A> previous;

  /** The line's, under its lock. */
  @Nullable WaitingItem<Q, A> next;

  /** Whether it stands in the line; the line's, under its lock. */
  boolean stands;

  WaitingItem(Q asked, int weight, Deadline deadline) {
    this.asked = asked;
    this.weight = weight;
    this.deadline = deadline;
  }

  Q asked() {
    return asked;
  }

  int weight() {
    return weight;
  }

  /** Whether somebody waits for it who can still use the answer. */
  boolean isWanted() {
    return !isDone() && !deadline.hasPassed();
  }

  /** Nanoseconds that its caller can still wait. */
  long leftNanos(long nowNanos) {
    return deadline.atNanos() - nowNanos;
  }

  boolean isLate() {
    return deadline.hasPassed();
  }

  /** Waits until there is an answer, the deadline passes or the thread is interrupted. */
  Result<A> await() {
    try {
      return get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return givenUp();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return givenUp();
    } catch (ExecutionException e) {
      return new Result.Failed<>(e);
    }
  }

  /** The answer, if it came at the last moment. */
  private Result<A> givenUp() {
    var _ = complete(new Result.TimedOut<>());
    return join();
  }
}
