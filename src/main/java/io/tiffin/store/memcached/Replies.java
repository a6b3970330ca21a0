package io.tiffin.store.memcached;

import io.tiffin.batching.Deadline;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for requests to nodes. */
final class Replies {

  private Replies() {}

  /** What became of a request to a node. */
  sealed interface Reply<T> {}

  /** The node has answered. */
  record Answered<T>(T value) implements Reply<T> {}

  /** It has not, in time. */
  record Silent<T>() implements Reply<T> {}

  /** The request failed. */
  record Broken<T>(Throwable cause) implements Reply<T> {}

  /** Waits until the deadline; a thread that is interrupted gives up at once. */
  static <T> Reply<T> await(CompletionStage<T> request, Deadline deadline) {
    try {
      return new Answered<>(
          request
              .toCompletableFuture()
              .get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      return new Silent<>();
    } catch (ExecutionException e) {
      return new Broken<>(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Broken<>(e);
    }
  }
}
