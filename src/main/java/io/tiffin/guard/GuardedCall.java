package io.tiffin.guard;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.tiffin.batching.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A call that a {@link Guard} has let through, or not. Whoever was let through ends it, exactly
 * once.
 */
public sealed interface GuardedCall {

  /**
   * The call must not be made.
   *
   * @param cause says which guard refused and why
   */
  record Refused(Exception cause) implements GuardedCall {

    /** Whether there were too many calls at a time; else it does not answer of late. */
    public boolean isForCrowd() {
      return cause instanceof BulkheadFullException;
    }
  }

  /** The call may be made, once. */
  final class Admitted implements GuardedCall {

    private final Guard guard;
    private final Deadline deadline;
    private final long begunNanos;

    Admitted(Guard guard, Deadline deadline, long begunNanos) {
      this.guard = guard;
      this.deadline = deadline;
      this.begunNanos = begunNanos;
    }

    /** When the call must have returned: the caller's own deadline, or the time limit's. */
    public Deadline deadline() {
      return deadline;
    }

    /** It was answered; also if the answer is that there is nothing. */
    public void answered() {
      guard.answered(begunNanos);
    }

    /** It failed, and what is guarded is to blame. */
    public void failed(@Nullable Throwable cause) {
      guard.failed(begunNanos, cause);
    }

    /**
     * It did not return in time. Held against what is guarded only if the call had a fair share of
     * the time limit to begin with.
     */
    public void late() {
      guard.late(begunNanos, deadline);
    }

    /** It says nothing about what is guarded: the caller was interrupted, or asked nonsense. */
    public void ignored() {
      guard.ignored();
    }
  }
}
