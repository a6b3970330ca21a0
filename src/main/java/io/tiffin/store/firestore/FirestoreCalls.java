package io.tiffin.store.firestore;

import com.google.firestore.v1.BatchGetDocumentsRequest;
import com.google.firestore.v1.BatchGetDocumentsResponse;
import com.google.firestore.v1.BatchWriteRequest;
import com.google.firestore.v1.BatchWriteResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The calls of Firestore that this room makes. Each is made once, without retries, and ends within
 * its time. Thread-safe; no method throws or waits.
 *
 * <p>A future that fails does so with what the client threw, an {@code ApiException} as a rule.
 * Cancelling a future abandons its call.
 */
interface FirestoreCalls {

  /**
   * Reads documents.
   *
   * @param each is told of each document that was found or is missing, in any order, on any thread
   * @return ends with the last of them
   */
  CompletableFuture<?> read(
      BatchGetDocumentsRequest request, Duration time, Consumer<BatchGetDocumentsResponse> each);

  /** Writes documents, each on its own condition; one status per write, in order. */
  CompletableFuture<BatchWriteResponse> write(BatchWriteRequest request, Duration time);
}
