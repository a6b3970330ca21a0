package io.tiffin.store.bigtable;

import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.bigtable.data.v2.BigtableDataClient;
import com.google.cloud.bigtable.data.v2.BigtableDataSettings;
import io.tiffin.batching.Deadline;
import io.tiffin.store.Query.Consistency;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to Bigtable. Its clients are made behind, so that nothing waits for a server when the
 * process starts; who asks before waits for them, no longer than its deadline. Thread-safe.
 */
final class BigtableLink implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BigtableLink.class);

  private final BigtableClients clients;
  private final @Nullable TableSetUp setUp;
  private final CompletableFuture<Ways> ways = new CompletableFuture<>();

  /** The two ways, which may be one. */
  private record Ways(BigtableDataClient nearest, BigtableDataClient source) {}

  BigtableLink(BigtableClients clients) {
    this.clients = clients;
    this.setUp = clients.store().createIfMissing() ? new TableSetUp(clients) : null;
  }

  /** Begins to make the clients. */
  void start() {
    BigtableDataSettings source = clients.rows(clients.store().sourceAppProfileId());
    BigtableDataSettings nearest =
        clients.hasTwoWays() ? clients.rows(clients.store().appProfileId()) : source;
    clients.watch().start();
    Thread.ofVirtual().name("bigtable-clients").start(() -> make(source, nearest));
  }

  /** Connects, which is why it is done behind. */
  private void make(BigtableDataSettings toSource, BigtableDataSettings toNearest) {
    try {
      BigtableDataClient source = BigtableDataClient.create(toSource);
      BigtableDataClient nearest =
          toNearest.equals(toSource) ? source : BigtableDataClient.create(toNearest);
      if (!ways.complete(new Ways(nearest, source))) {
        close(nearest, source);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("Bigtable's client cannot be made", e);
      ways.completeExceptionally(e);
    }
  }

  /**
   * The client for calls that must go so far.
   *
   * @throws BigtableUnavailableException if nobody answers, and nobody has for a while
   * @throws ExecutionException if there is no client, or the table could not be made
   * @throws TimeoutException if there is none before the deadline
   */
  BigtableDataClient client(Consistency consistency, Deadline deadline)
      throws BigtableUnavailableException,
          ExecutionException,
          TimeoutException,
          InterruptedException {
    if (clients.watch().isSilent()) {
      throw new BigtableUnavailableException("Bigtable is silent", null);
    }
    try {
      Ways both = await(ways, deadline);
      if (setUp != null) {
        var _ = await(setUp.begun(), deadline);
      }
      return consistency == Consistency.SOURCE ? both.source : both.nearest;
    } catch (TimeoutException e) {
      clients.watch().doubt();
      throw e;
    }
  }

  private static <T> T await(CompletableFuture<T> future, Deadline deadline)
      throws ExecutionException, TimeoutException, InterruptedException {
    return future.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
  }

  /** What a call that ends by the deadline is given. */
  static GrpcCallContext until(Deadline deadline) {
    return GrpcCallContext.createDefault()
        .withTimeoutDuration(Duration.ofNanos(Math.max(1, deadline.remainingNanos())));
  }

  /** To be told of what went wrong with a call. */
  void notice(Throwable failure) {
    if (failure instanceof TimeoutException || isOf(failure, Code.DEADLINE_EXCEEDED)) {
      clients.watch().doubt();
    } else if (setUp != null && failure instanceof NotFoundException) {
      setUp.forget();
    }
  }

  static boolean isOf(@Nullable Throwable failure, Code code) {
    return failure instanceof ApiException answer && answer.getStatusCode().getCode() == code;
  }

  /** Of the clients' channels. */
  ChannelWatch watch() {
    return clients.watch();
  }

  /** The table's whole name, for operators. */
  String tableName() {
    return "projects/%s/instances/%s/tables/%s"
        .formatted(clients.project(), clients.instance(), clients.store().table());
  }

  @Override
  public void close() {
    clients.watch().close();
    clients.watch().endChannels();
    if (!ways.completeExceptionally(new BigtableUnavailableException("closed", null))
        && !ways.isCompletedExceptionally()) {
      Ways both = ways.join();
      close(both.nearest, both.source);
    }
  }

  private static void close(BigtableDataClient nearest, BigtableDataClient source) {
    source.close();
    if (!nearest.equals(source)) {
      nearest.close();
    }
  }
}
