package io.tiffin.store.caffeine;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.RowKey;
import io.tiffin.store.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A read of the next tier that is under way. It is made known before the next tier is asked, so
 * that others wait for it, and so that a change that is told meanwhile can take it away: then what
 * it reads is not kept.
 */
final class Loading implements Entry {

  private final RowKey key;
  private final Epoch epoch;
  private final Trust trust;
  private final long begun;
  private final Deadline deadline;
  private final CompletableFuture<Result> result = new CompletableFuture<>();

  /**
   * What a load came to.
   *
   * @param gaveUp whether it failed for the loader's own want of time, which tells others nothing
   */
  record Result(Outcome outcome, boolean gaveUp) {}

  /**
   * @param begun the ticker's nanoseconds before the next tier is asked
   * @param deadline the loader's
   */
  Loading(RowKey key, Epoch epoch, Trust trust, long begun, Deadline deadline) {
    this.key = key;
    this.epoch = epoch;
    this.trust = trust;
    this.begun = begun;
    this.deadline = deadline;
  }

  RowKey key() {
    return key;
  }

  @Override
  public Epoch epoch() {
    return epoch;
  }

  /** As it was when the load began. */
  Trust trust() {
    return trust;
  }

  long begun() {
    return begun;
  }

  /** Tells everyone who waits; to be called by the thread that has loaded. */
  void complete(Outcome outcome) {
    boolean gaveUp =
        outcome instanceof Outcome.Failed
            && (deadline.hasPassed() || Thread.currentThread().isInterrupted());
    result.complete(new Result(outcome, gaveUp));
  }

  /**
   * Waits for the load until the caller's deadline; null if that passes first, or on an interrupt,
   * which is kept.
   */
  @Nullable Result await(Deadline callers) {
    Result now = result.getNow(null);
    if (now != null) {
      return now;
    }
    try {
      return result.get(Math.max(0, callers.remainingNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return null;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a load is never completed by a throwable", e);
    }
  }
}
