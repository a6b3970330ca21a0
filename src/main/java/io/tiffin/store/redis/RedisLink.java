package io.tiffin.store.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.tiffin.batching.Deadline;
import io.tiffin.store.FeatureStore.Check;
import io.tiffin.store.redis.Connected.Pulse;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to Redis that is made, watched and replaced behind. <b>Nobody waits for it</b>: who
 * asks while there is none is told so at once. What was under way when a connection was lost has
 * failed and is never sent again. Thread-safe.
 *
 * <p>A server that goes silent without closing anything (a frozen process, a network that swallows
 * packets) is noticed by a ping: one is sent every now and then, and at once when a command has
 * timed out. A slow server answers the ping late, but answers: its connection is kept.
 */
final class RedisLink implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

  private final Connector connector;
  private final Rhythm rhythm;
  private final Attendant attendant;
  private final RandomGenerator random;
  private final Thread keeper;
  private volatile @Nullable Connected current;
  private volatile @Nullable Throwable trouble;
  private volatile CompletableFuture<Void> released = CompletableFuture.completedFuture(null);
  private String complaint = ""; // by the keeper only
  private volatile boolean closed;

  /**
   * When a link does what. The sum of the first two is how long a silent server goes unnoticed.
   *
   * @param pulseEvery between pings
   * @param pulsePatience how long a ping may take
   * @param retryAfter between attempts to connect, give or take half of it
   */
  record Rhythm(Duration pulseEvery, Duration pulsePatience, Duration retryAfter) {

    /** Chosen: a silent server is noticed within a second, and found again soon after. */
    static final Rhythm USUAL =
        new Rhythm(Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMillis(100));
  }

  /** Prepares each connection, and hears of its loss; called by the link's own thread. */
  interface Attendant {

    /** Does nothing. */
    Attendant NOBODY =
        new Attendant() {
          @Override
          public void attend(Connected connected) {}

          @Override
          public void lost() {}
        };

    /**
     * Called before a connection is used, and then again at each pulse.
     *
     * @throws InterruptedException if the link is closing
     */
    void attend(Connected connected) throws InterruptedException;

    /** The connection is not used any more. */
    void lost();
  }

  RedisLink(
      String name,
      Connector connector,
      Rhythm rhythm,
      Attendant attendant,
      RandomGenerator random) {
    this.connector = connector;
    this.rhythm = rhythm;
    this.attendant = attendant;
    this.random = random;
    keeper = Thread.ofVirtual().name(name).unstarted(this::keepConnected);
  }

  /** Begins to connect. */
  void start() {
    keeper.start();
  }

  /** Keys of one shard can be in one command. */
  int shard(byte[] key) {
    return connector.shard(key);
  }

  boolean isConnected() {
    return current != null;
  }

  /**
   * Asks Redis; returns at once.
   *
   * @return fails with Lettuce's exception, or with {@link RedisUnavailableException} if there is
   *     no connection
   */
  <T> CompletableFuture<T> ask(
      Function<RedisClusterAsyncCommands<byte[], byte[]>, ? extends CompletionStage<T>> question) {
    Connected now = current;
    if (now == null) {
      return CompletableFuture.failedFuture(
          new RedisUnavailableException("Redis is not connected", trouble));
    }
    return now.ask(question);
  }

  /** Whether Redis answers; returns by the deadline. */
  Check check(Deadline deadline) {
    try {
      String answer =
          ask(commands -> commands.ping())
              .get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
      return new Check(true, "Redis answers " + answer);
    } catch (TimeoutException _) {
      return new Check(false, "Redis has not answered in time");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Check(false, "interrupted before Redis answered");
    } catch (CancellationException e) {
      return new Check(false, e.toString());
    } catch (ExecutionException e) {
      return new Check(false, String.valueOf(e.getCause()));
    }
  }

  private void keepConnected() {
    try {
      while (!closed) {
        connectOnce();
        pause();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // closing
    }
  }

  /** Survives whatever is thrown: without this thread nobody would ever connect again. */
  private void connectOnce() throws InterruptedException {
    try {
      Connected connected = connected();
      if (connected != null) {
        stayWith(connected);
      }
    } catch (RuntimeException e) {
      trouble = e;
      if (!closed) {
        LOG.warn("The connection to Redis broke, it is made anew", e);
      }
    }
  }

  private @Nullable Connected connected() throws InterruptedException {
    try {
      return prepared(connector.connect());
    } catch (RuntimeException e) {
      String reason = reason(e);
      if (!closed && !reason.equals(complaint)) {
        LOG.warn("Redis cannot be reached, it is tried again: {}", reason);
        complaint = reason;
      }
      trouble = e;
      return null;
    }
  }

  private Connected prepared(Connected connected) throws InterruptedException {
    boolean ready = false;
    try {
      attendant.attend(connected);
      ready = true;
      return connected;
    } finally {
      if (!ready) {
        var _ = connected.close();
      }
    }
  }

  /** What Lettuce says, and what it is based on. */
  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    if (cause == null) {
      return failure.toString();
    }
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return failure.getMessage() + ": " + cause;
  }

  private void stayWith(Connected first) throws InterruptedException {
    Connected connected = first;
    LOG.info("Redis is connected");
    complaint = "";
    trouble = null;
    current = connected;
    try {
      while (!closed) {
        connected.awaitDoubt(rhythm.pulseEvery);
        Pulse pulse = connected.pulse(rhythm.pulsePatience);
        if (pulse == Pulse.LOST || (pulse == Pulse.SILENT && !connector.outlivesASilentServer())) {
          LOG.warn("Redis is {}; connecting anew", pulse == Pulse.LOST ? "lost" : "silent");
          trouble = new RedisUnavailableException("the connection was " + pulse, null);
          return;
        }
        if (pulse == Pulse.SILENT) {
          connected = replaced(connected);
        }
        attendant.attend(connected);
      }
    } finally {
      current = null;
      attendant.lost();
      released = connected.close();
    }
  }

  /** A new connection, made before the old one is let go, since that serves other servers. */
  private Connected replaced(Connected old) throws InterruptedException {
    Connected replacement = connected();
    if (replacement == null) {
      return old;
    }
    LOG.warn("A server of the Redis Cluster is silent; connected anew");
    trouble = null;
    current = replacement;
    pause();
    var _ = old.close();
    return replacement;
  }

  private void pause() throws InterruptedException {
    long middle = rhythm.retryAfter.toMillis();
    TimeUnit.MILLISECONDS.sleep(random.nextLong(middle / 2, middle + middle / 2 + 1));
  }

  /** Closes the connection; waits a little for it. */
  @Override
  public void close() {
    closed = true;
    keeper.interrupt();
    try {
      if (keeper.join(rhythm.pulsePatience)) {
        released.get(rhythm.pulsePatience.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("A connection to Redis is left to the client to close", e);
    }
  }
}
