package io.tiffin.store.dynamodb;

import io.tiffin.batching.Deadline;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The table, whose clients are made when it is used first, beside the call that uses it: what waits
 * for them waits no longer than its deadline. Thread-safe.
 *
 * <p>All calls are made on virtual threads. Interrupting one ends its call at once and closes its
 * connection, so a call that is not awaited any more holds nothing.
 */
final class Table implements AutoCloseable {

  private final Supplier<Clients> opening;
  private final TableCreation creation;
  private final ExecutorService calls =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("dynamodb-", 0).factory());
  private @Nullable CompletableFuture<Clients> opened;
  private @Nullable CompletableFuture<DynamoDbClient> ready;
  private boolean closed;

  /** Makes clients, given where calls run. */
  @FunctionalInterface
  interface Opening {
    Clients open(ExecutorService calls);
  }

  Table(Opening opening, TableCreation creation) {
    this.opening = () -> opening.open(calls);
    this.creation = creation;
  }

  /** Work that tells what it finds by itself. */
  @FunctionalInterface
  interface Work {

    /**
     * @throws InterruptedException if it is not awaited any more
     */
    void run() throws InterruptedException;
  }

  /** Work on a thread of its own. */
  Future<?> start(Work work) {
    return calls.submit(() -> {
      work.run();
      return true;
    });
  }

  /** A call on a thread of its own. */
  <T> Future<T> begin(Callable<T> call) {
    return calls.submit(call);
  }

  /**
   * Where rows are read and written, once the table is there if it is to be created.
   *
   * @throws DynamoDbUnavailableException if that has failed; the next call tries again
   */
  DynamoDbClient rows() throws DynamoDbUnavailableException, InterruptedException {
    return await(ready());
  }

  /** The service itself. */
  DynamoDbClient service() throws DynamoDbUnavailableException, InterruptedException {
    return await(opened()).service();
  }

  /** The service has said that there is no table: where it may be created, it is once more. */
  synchronized void isMissing() {
    if (creation.isWanted()) {
      ready = null;
    }
  }

  private synchronized CompletableFuture<Clients> opened() throws DynamoDbUnavailableException {
    if (closed) {
      throw new DynamoDbUnavailableException("the DynamoDB store is closed", null);
    }
    if (opened == null || opened.isCompletedExceptionally()) {
      opened = CompletableFuture.supplyAsync(opening, calls);
    }
    return opened;
  }

  private synchronized CompletableFuture<DynamoDbClient> ready()
      throws DynamoDbUnavailableException {
    if (ready == null || ready.isCompletedExceptionally()) {
      ready =
          opened()
              .thenApplyAsync(
                  clients -> {
                    creation.run(clients.service());
                    return clients.rows();
                  },
                  calls);
    }
    return ready;
  }

  private static <T> T await(Future<T> future)
      throws DynamoDbUnavailableException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      Throwable cause = causeOf(e);
      throw new DynamoDbUnavailableException("DynamoDB is not ready: " + cause.getMessage(), cause);
    }
  }

  /** What a call has failed with. */
  static Throwable causeOf(ExecutionException failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure : cause;
  }

  /** Waits for a call until the deadline, and then ends it. */
  static <T> T await(Future<T> call, Deadline deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      return call.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
    } finally {
      var _ = call.cancel(true);
    }
  }

  @Override
  public void close() {
    CompletableFuture<Clients> clients;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      clients = opened;
    }
    if (clients != null) {
      var _ = clients.thenAccept(Clients::close);
    }
    var _ = calls.shutdownNow();
  }
}
