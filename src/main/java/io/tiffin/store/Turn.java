package io.tiffin.store;

import io.tiffin.batching.Deadline;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One write of a row, for all who wanted one. Filled by threads that exclude each other, then
 * completed by one.
 */
final class Turn {

  private final CompletableFuture<WriteOutcome> made = new CompletableFuture<>();
  private @Nullable PacedWrite highest;
  private Deadline deadline;
  private int size;

  Turn(Deadline deadline) {
    this.deadline = deadline;
  }

  /** A turn that nothing is written in: what stands is known. */
  static Turn superseded(long revision, Deadline deadline) {
    Turn turn = new Turn(deadline);
    turn.complete(new WriteOutcome.Superseded(revision));
    return turn;
  }

  void add(PacedWrite write, Deadline within) {
    size++;
    if (highest == null || write.revision() > highest.revision()) {
      highest = write;
    }
    if (within.remainingNanos() > deadline.remainingNanos()) {
      deadline = within;
    }
  }

  PacedWrite highest() {
    return Objects.requireNonNull(highest, "an empty turn");
  }

  /** How many wait for it. */
  int size() {
    return size;
  }

  /** Of the most patient. */
  Deadline deadline() {
    return deadline;
  }

  void complete(WriteOutcome outcome) {
    var _ = made.complete(outcome);
  }

  /** What became of a write that was added; waits for it until the deadline. */
  WriteOutcome outcome(PacedWrite write, Deadline within) {
    try {
      return outcomeOf(write, made.get(Math.max(0, within.remainingNanos()), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return new WriteOutcome.Failed("not acknowledged before the deadline", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new WriteOutcome.Failed("interrupted before the acknowledgement", e);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("a turn is only completed", impossible);
    }
  }

  private WriteOutcome outcomeOf(PacedWrite write, WriteOutcome outcome) {
    return !write.equals(highest) && outcome instanceof WriteOutcome.Applied
        ? new WriteOutcome.Superseded(highest().revision())
        : outcome;
  }
}
