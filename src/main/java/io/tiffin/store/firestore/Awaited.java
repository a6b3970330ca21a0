package io.tiffin.store.firestore;

import io.tiffin.batching.Deadline;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for calls, never beyond a deadline. */
final class Awaited {

  /** What a call brought by a deadline. */
  sealed interface Answer<T> {}

  /** Its answer. */
  record Given<T>(T answer) implements Answer<T> {}

  /** What went wrong; a {@link TimeoutException} if nothing had come by then. */
  record Failed<T>(Throwable cause) implements Answer<T> {}

  private Awaited() {}

  /**
   * Waits for a call by the deadline, and abandons it then.
   *
   * @throws InterruptedException if the thread is; the call is abandoned
   */
  static <T> Answer<T> by(Deadline deadline, CompletableFuture<T> call)
      throws InterruptedException {
    try {
      return new Given<>(call.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      call.cancel(true);
      return new Failed<>(e);
    } catch (InterruptedException e) {
      call.cancel(true);
      throw e;
    } catch (CancellationException e) {
      return new Failed<>(e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return new Failed<>(cause == null ? e : cause);
    }
  }
}
