package io.tiffin.guard;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.guard.GuardReading.State;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What stands between this service and something that may fail or hang: a circuit breaker, a limit
 * on calls at a time, a limit on the time of one. A refusal is a value and costs nothing.
 * Thread-safe.
 *
 * <pre>{@code
 * switch (guard.enter(deadline)) {
 *   case Refused(Exception cause) -> …
 *   case Admitted call -> … // asks with call.deadline(), then says call.answered() or the like
 * }
 * }</pre>
 */
public final class Guard {

  /** A call that had this part of the time limit, or more, has had a fair chance. Chosen. */
  private static final int FAIR_PART = 2;

  /** Fair where there is no time limit: some hundred times what a read from disk takes. Chosen. */
  private static final Duration FAIR_WITHOUT_LIMIT = Duration.ofMillis(50);

  private final CircuitBreaker breaker;
  private final Bulkhead bulkhead;
  private final @Nullable Duration limit;
  private final long fairNanos;
  private final Ticker ticker;
  private final LongAdder opened = new LongAdder();
  private final LongAdder refused = new LongAdder();

  /**
   * @param limit what one call may take; null if only its caller's deadline counts
   */
  Guard(CircuitBreaker breaker, Bulkhead bulkhead, @Nullable Duration limit, Ticker ticker) {
    this.breaker = breaker;
    this.bulkhead = bulkhead;
    this.limit = limit;
    this.ticker = ticker;
    fairNanos = (limit == null ? FAIR_WITHOUT_LIMIT : limit.dividedBy(FAIR_PART)).toNanos();
  }

  /** What is guarded: a tier's name, or {@code model}. */
  public String name() {
    return breaker.getName();
  }

  /**
   * Asks whether a call may be made now; never waits.
   *
   * @param deadline the caller's own
   */
  public GuardedCall enter(Deadline deadline) {
    if (!breaker.tryAcquirePermission()) {
      return refused(CallNotPermittedException.createCallNotPermittedException(breaker));
    }
    if (!bulkhead.tryAcquirePermission()) {
      breaker.releasePermission();
      return refused(BulkheadFullException.createBulkheadFullException(bulkhead));
    }
    Deadline limited = limit == null ? deadline : deadline.atMost(limit);
    return new GuardedCall.Admitted(this, limited, ticker.nanos());
  }

  private GuardedCall refused(Exception cause) {
    refused.increment();
    return new GuardedCall.Refused(cause);
  }

  /** Whether this is the cause that a guard gave for a call that was not made. */
  public static boolean isRefusal(@Nullable Throwable cause) {
    return cause instanceof CallNotPermittedException || cause instanceof BulkheadFullException;
  }

  /** Whether this is the cause for a call that was one too many at a time. */
  public static boolean isRefusalForCrowd(@Nullable Throwable cause) {
    return cause instanceof BulkheadFullException;
  }

  void answered(long begunNanos) {
    bulkhead.onComplete();
    breaker.onSuccess(ticker.nanos() - begunNanos, TimeUnit.NANOSECONDS);
  }

  void failed(long begunNanos, @Nullable Throwable cause) {
    bulkhead.onComplete();
    breaker.onError(
        ticker.nanos() - begunNanos,
        TimeUnit.NANOSECONDS,
        cause == null ? new UnansweredException("no cause was told") : cause);
  }

  void late(long begunNanos, Deadline deadline) {
    if (deadline.atNanos() - begunNanos >= fairNanos) {
      failed(begunNanos, new UnansweredException("no answer in time"));
    } else {
      ignored();
    }
  }

  void ignored() {
    bulkhead.onComplete();
    breaker.releasePermission();
  }

  void countOpening() {
    opened.increment();
  }

  /** How it stands now. */
  public GuardReading reading() {
    int places = bulkhead.getBulkheadConfig().getMaxConcurrentCalls();
    return new GuardReading(
        name(),
        state(breaker.getState()),
        opened.sum(),
        refused.sum(),
        places - bulkhead.getMetrics().getAvailableConcurrentCalls());
  }

  /** An operator may have forced or disabled the breaker: what counts is whether calls pass. */
  private static State state(CircuitBreaker.State state) {
    return switch (state) {
      case CLOSED, DISABLED, METRICS_ONLY -> State.CLOSED;
      case OPEN, FORCED_OPEN -> State.OPEN;
      case HALF_OPEN -> State.HALF_OPEN;
    };
  }
}
