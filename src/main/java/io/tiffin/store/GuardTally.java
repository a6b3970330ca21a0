package io.tiffin.store;

import io.tiffin.guard.GuardedCall.Admitted;
import io.tiffin.store.Outcome.Failed.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the outcomes of one call say about the tier that gave them. A call counts as failed if the
 * tier left half of its keys or more unanswered: one broken shard does not stop the others. A row
 * that cannot be read was answered, and so was a write of one row that the tier refused for what
 * stands under its key. A tier that is full or read-only has failed. Used by one thread, for one
 * call.
 */
final class GuardTally {

  private int answered;
  private int late;
  private int failed;
  private @Nullable Throwable cause;

  /** Tells the guard of a look-up of a store. */
  static void endFind(Admitted call, List<Outcome> outcomes) {
    GuardTally tally = new GuardTally();
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Failed failure) {
        tally.add(failure.reason(), failure.cause());
      } else {
        tally.answered++;
      }
    }
    tally.end(call);
  }

  /** Tells the guard of a look-up of a cache. */
  static void endRead(Admitted call, List<CacheRead> reads) {
    GuardTally tally = new GuardTally();
    for (CacheRead read : reads) {
      if (read instanceof CacheRead.Failed(Reason reason, Throwable cause)) {
        tally.add(reason, cause);
      } else {
        tally.answered++;
      }
    }
    tally.end(call);
  }

  /** Tells the guard of writes. */
  static void endWrite(Admitted call, List<WriteOutcome> outcomes) {
    GuardTally tally = new GuardTally();
    boolean isLate = call.deadline().hasPassed();
    for (WriteOutcome outcome : outcomes) {
      if (outcome instanceof WriteOutcome.Failed failure && (isLate || failure.cause() != null)) {
        tally.add(isLate ? Reason.TIMED_OUT : Reason.ERROR, failure.cause());
      } else {
        tally.answered++;
      }
    }
    tally.end(call);
  }

  private void add(Reason reason, @Nullable Throwable why) {
    if (why instanceof UnreadableRowException || why instanceof RefusedRowException) {
      answered++;
    } else if (reason == Reason.TIMED_OUT) {
      late++;
    } else {
      failed++;
      cause = why;
    }
  }

  private void end(Admitted call) {
    if (Thread.currentThread().isInterrupted()) {
      call.ignored();
    } else if (answered > late + failed) {
      call.answered();
    } else if (failed > 0) {
      call.failed(cause);
    } else if (late > 0) {
      call.late();
    } else {
      call.ignored(); // nothing was asked
    }
  }
}
