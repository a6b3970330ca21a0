package io.tiffin.store.firestore;

import com.google.firestore.v1.BatchGetDocumentsRequest;
import com.google.firestore.v1.BatchGetDocumentsResponse;
import com.google.firestore.v1.Document;
import io.tiffin.batching.Deadline;
import io.tiffin.store.CallBudget;
import io.tiffin.store.Outcome.Failed.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads documents: as many as one call takes with one call, and a few calls under way at once. What
 * was answered before a call broke off is kept, and the rest is asked for once more. Thread-safe.
 */
final class LookUps {

  /** Chosen: one call in ten may be a second one. */
  private static final double SECOND_CALLS = 0.1;

  private static final String NO_ANSWER = "Firestore answered for fewer documents than were asked";

  private static final Reply MISSING = new Missing();

  /** What Firestore answered for one document. */
  sealed interface Reply {}

  /** It is there, whatever it holds. */
  record Found(Document document) implements Reply {}

  /** It is not. */
  record Missing() implements Reply {}

  /** Nobody knows. */
  record Failure(Reason reason, Throwable cause) implements Reply {

    static Failure of(Throwable cause) {
      return new Failure(FirestoreFailures.reason(cause), cause);
    }
  }

  private final FirestoreCalls calls;
  private final String database;
  private final int keysPerRead;
  private final int concurrentReads;
  private final CallBudget secondCalls = new CallBudget(SECOND_CALLS);

  LookUps(FirestoreCalls calls, String database, int keysPerRead, int concurrentReads) {
    this.calls = calls;
    this.database = database;
    this.keysPerRead = keysPerRead;
    this.concurrentReads = concurrentReads;
  }

  /**
   * Reads documents; returns by the deadline.
   *
   * @param names all different
   * @return one reply for each name
   */
  Map<String, Reply> find(Collection<String> names, Deadline deadline) {
    Map<String, Reply> replies = HashMap.newHashMap(names.size());
    List<String> all = List.copyOf(names);
    Deque<Call> underWay = new ArrayDeque<>();
    for (int from = 0; from < all.size(); from += keysPerRead) {
      if (underWay.size() == concurrentReads) {
        settle(underWay.remove(), deadline, replies);
      }
      Call call = new Call(all.subList(from, Math.min(from + keysPerRead, all.size())));
      secondCalls.earn();
      call.begin(deadline);
      underWay.add(call);
    }
    underWay.forEach(call -> settle(call, deadline, replies));
    return replies;
  }

  /** The reply for a name that was asked for. */
  static Reply reply(Map<String, Reply> replies, String name) {
    return Objects.requireNonNull(replies.get(name), "each name has a reply");
  }

  private void settle(Call call, Deadline deadline, Map<String, Reply> replies) {
    Throwable failure = call.await(deadline);
    List<String> unanswered = call.collect(replies);
    if (unanswered.isEmpty()) {
      return;
    }
    if (isBrokenOff(call, unanswered, failure) && secondCalls.spend()) {
      Call second = new Call(unanswered);
      second.begin(deadline);
      failure = second.await(deadline);
      unanswered = second.collect(replies);
    }
    Throwable cause = failure == null ? new FirestoreUnavailableException(NO_ANSWER) : failure;
    unanswered.forEach(name -> replies.put(name, Failure.of(cause)));
  }

  private static boolean isBrokenOff(
      Call call, List<String> unanswered, @Nullable Throwable failure) {
    return unanswered.size() < call.names.size()
        && (failure == null || FirestoreFailures.isPassing(failure));
  }

  /** One call, and what it has brought so far. */
  private final class Call {

    private final List<String> names;
    private final Map<String, Reply> answers = new ConcurrentHashMap<>();
    private CompletableFuture<?> end = CompletableFuture.completedFuture(null);

    Call(List<String> names) {
      this.names = names;
    }

    void begin(Deadline deadline) {
      long nanos = deadline.remainingNanos();
      if (nanos <= 0) {
        end = CompletableFuture.failedFuture(new TimeoutException("the deadline has passed"));
        return;
      }
      if (Thread.currentThread().isInterrupted()) { // a call begun now may clear it
        end =
            CompletableFuture.failedFuture(
                new InterruptedException("interrupted before it was asked"));
        return;
      }
      BatchGetDocumentsRequest request =
          BatchGetDocumentsRequest.newBuilder()
              .setDatabase(database)
              .addAllDocuments(names)
              .build();
      end = calls.read(request, Duration.ofNanos(nanos), this::answered);
    }

    private void answered(BatchGetDocumentsResponse response) {
      switch (response.getResultCase()) {
        case FOUND -> answers.put(response.getFound().getName(), new Found(response.getFound()));
        case MISSING -> answers.put(response.getMissing(), MISSING);
        case RESULT_NOT_SET -> {} // of a transaction
      }
    }

    /** Waits for the end; what went wrong, if anything did. */
    @Nullable Throwable await(Deadline deadline) {
      try {
        return Awaited.by(deadline, end) instanceof Awaited.Failed<?>(Throwable cause)
            ? cause
            : null;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return e;
      }
    }

    /** Hands over what came; the names for which nothing did. */
    List<String> collect(Map<String, Reply> replies) {
      List<String> unanswered = new ArrayList<>();
      for (String name : names) {
        Reply reply = answers.get(name);
        if (reply == null) {
          unanswered.add(name);
        } else {
          replies.put(name, reply);
        }
      }
      return unanswered;
    }
  }
}
