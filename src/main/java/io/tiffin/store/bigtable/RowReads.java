package io.tiffin.store.bigtable;

import com.google.api.gax.rpc.StatusCode.Code;
import com.google.protobuf.ByteString;
import io.tiffin.batching.Deadline;
import io.tiffin.store.CallBudget;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.bigtable.RowRead.Failure;
import io.tiffin.store.bigtable.RowRead.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows by key, many in one call; of a look-up that needs several calls a few are under way at
 * once. What a call that broke off has not answered is asked for once more, within the deadline and
 * a budget. Thread-safe.
 */
final class RowReads {

  private static final Failure NOT_IN_TIME = new Failure(Reason.TIMED_OUT, null);

  /** Bytes of keys in one call. Chosen: a small request, whatever the keys. */
  private static final int KEY_BYTES = 1 << 18;

  private final BigtableLink link;
  private final BigtableCells cells;
  private final int keysPerCall;
  private final int callsUnderWay;
  private final CallBudget retries;

  /**
   * @param retries calls earn, second calls spend
   */
  RowReads(
      BigtableLink link, BigtableCells cells, BigtableStoreProperties store, CallBudget retries) {
    this.link = link;
    this.cells = cells;
    this.keysPerCall = store.keysPerRead();
    this.callsUnderWay = store.concurrentReads();
    this.retries = retries;
  }

  /**
   * Looks keys up; returns by the deadline.
   *
   * @param keys each once, of lengths that Bigtable takes
   * @return one reply per key
   */
  Map<ByteString, Reply> find(
      Collection<ByteString> keys, Consistency consistency, Deadline deadline) {
    Map<ByteString, Reply> replies = HashMap.newHashMap(keys.size());
    Deque<RowRead> underWay = new ArrayDeque<>();
    Failure obstacle = null;
    for (List<ByteString> part : parts(keys)) {
      if (underWay.size() == callsUnderWay) {
        settle(underWay.remove(), consistency, deadline, replies);
      }
      RowRead read = new RowRead(part);
      obstacle = obstacle == null ? begin(read, consistency, deadline) : obstacle;
      if (obstacle == null) {
        underWay.add(read);
      } else {
        read.report(replies, obstacle);
      }
    }
    underWay.forEach(read -> settle(read, consistency, deadline, replies));
    return replies;
  }

  private List<List<ByteString>> parts(Collection<ByteString> keys) {
    List<List<ByteString>> parts = new ArrayList<>();
    List<ByteString> open = new ArrayList<>();
    int bytes = 0;
    for (ByteString key : keys) {
      if (open.size() == keysPerCall || (bytes + key.size() > KEY_BYTES && !open.isEmpty())) {
        parts.add(open);
        open = new ArrayList<>();
        bytes = 0;
      }
      open.add(key);
      bytes += key.size();
    }
    if (!open.isEmpty()) {
      parts.add(open);
    }
    return parts;
  }

  /** Sends a call; what keeps it from being sent, if anything does. */
  private @Nullable Failure begin(RowRead read, Consistency consistency, Deadline deadline) {
    if (deadline.hasPassed() || Thread.currentThread().isInterrupted()) {
      return NOT_IN_TIME;
    }
    try {
      retries.earn();
      link.client(consistency, deadline)
          .readRowsCallable()
          .call(cells.query(read.keys()), read, BigtableLink.until(deadline));
      return null;
    } catch (BigtableUnavailableException | RuntimeException e) {
      return new Failure(Reason.ERROR, e);
    } catch (ExecutionException e) {
      return new Failure(Reason.ERROR, e.getCause());
    } catch (TimeoutException e) {
      return new Failure(Reason.TIMED_OUT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Failure(Reason.TIMED_OUT, e);
    }
  }

  private void settle(
      RowRead read, Consistency consistency, Deadline deadline, Map<ByteString, Reply> replies) {
    Failure failure = awaited(read, deadline);
    read.report(replies, failure == null ? NOT_IN_TIME : failure);
    if (failure != null && mayPass(failure.cause()) && retries.spend()) {
      RowRead again = new RowRead(read.missing());
      Failure obstacle = begin(again, consistency, deadline);
      Failure still = obstacle == null ? awaited(again, deadline) : obstacle;
      again.report(replies, still == null ? NOT_IN_TIME : still);
    }
  }

  /** Waits for the end of a call; what went wrong, if anything did. */
  private @Nullable Failure awaited(RowRead read, Deadline deadline) {
    try {
      Optional<Throwable> trouble =
          read.end().get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
      trouble.ifPresent(link::notice);
      return trouble.map(RowReads::failure).orElse(null);
    } catch (TimeoutException e) {
      read.cancel();
      link.notice(e);
      return NOT_IN_TIME;
    } catch (InterruptedException e) {
      read.cancel();
      Thread.currentThread().interrupt(); // last: the client may clear it
      return new Failure(Reason.TIMED_OUT, e);
    } catch (ExecutionException e) {
      return new Failure(Reason.ERROR, e.getCause());
    }
  }

  private static Failure failure(Throwable cause) {
    boolean late = BigtableLink.isOf(cause, Code.DEADLINE_EXCEEDED);
    return new Failure(late ? Reason.TIMED_OUT : Reason.ERROR, cause);
  }

  private static boolean mayPass(@Nullable Throwable cause) {
    return BigtableLink.isOf(cause, Code.UNAVAILABLE)
        || BigtableLink.isOf(cause, Code.RESOURCE_EXHAUSTED)
        || BigtableLink.isOf(cause, Code.ABORTED);
  }
}
