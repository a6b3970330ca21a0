package io.tiffin.store.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a {@link RedisLink}, from its making to its loss: asks, and notices by what it
 * is answered whether the other side is still there. Thread-safe.
 */
final class Connected {

  private final StatefulConnection<byte[], byte[]> connection;
  private final RedisClusterAsyncCommands<byte[], byte[]> commands;
  private final Supplier<List<CompletableFuture<String>>> pings;
  private final Semaphore doubts = new Semaphore(0);
  private volatile boolean outdated;

  /** What a ping found. */
  enum Pulse {
    /** The server answers, be it with an error. */
    ANSWERED,
    /** The connection is open, and nobody answers. */
    SILENT,
    /** The connection is closed, or leads to the wrong server. */
    LOST
  }

  /**
   * @param pings asks every server behind the connection for a sign of life
   */
  Connected(
      StatefulConnection<byte[], byte[]> connection,
      RedisClusterAsyncCommands<byte[], byte[]> commands,
      Supplier<List<CompletableFuture<String>>> pings) {
    this.connection = connection;
    this.commands = commands;
    this.pings = pings;
    connection.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
            doubts.release();
          }
        });
  }

  StatefulConnection<byte[], byte[]> connection() {
    return connection;
  }

  /** Asks; never throws, never waits. */
  <T> CompletableFuture<T> ask(
      Function<RedisClusterAsyncCommands<byte[], byte[]>, ? extends CompletionStage<T>> question) {
    try {
      CompletableFuture<T> answer = question.apply(commands).toCompletableFuture();
      return answer.whenComplete((_, failure) -> notice(failure));
    } catch (RedisException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void notice(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause == null) {
      return;
    }
    if (cause instanceof RedisReadOnlyException) {
      outdated = true; // a master once: the one that is now must be looked for
      doubts.release();
    } else if (cause instanceof RedisCommandTimeoutException
        || !(cause instanceof RedisCommandExecutionException)) {
      doubts.release();
    }
  }

  /** Waits until something speaks against the connection, at most so long. */
  void awaitDoubt(Duration atMost) throws InterruptedException {
    if (doubts.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      doubts.drainPermits();
    }
  }

  /** Looks whether the other side is there; waits for it. */
  Pulse pulse(Duration patience) throws InterruptedException {
    if (outdated || !connection.isOpen()) {
      return Pulse.LOST;
    }
    Pulse worst = Pulse.ANSWERED;
    for (CompletableFuture<String> ping : pings.get()) {
      try {
        var _ = ping.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        worst = Pulse.SILENT;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RedisCommandTimeoutException) {
          worst = Pulse.SILENT;
        }
      }
    }
    return connection.isOpen() ? worst : Pulse.LOST;
  }

  /** Lets the connection go; begins to. */
  CompletableFuture<Void> close() {
    return connection.closeAsync();
  }
}
