package io.tiffin.store.memcached;

import com.spotify.folsom.MemcacheAuthenticationException;
import com.spotify.folsom.guava.HostAndPort;
import com.spotify.folsom.reconnect.AbstractReconnectionListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether connecting was tried, and says once that a node is lost, and once that it is back,
 * however many attempts lie between. Thread-safe.
 */
final class ConnectionLog extends AbstractReconnectionListener {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionLog.class);

  private final String address;
  private final CompletableFuture<Void> tried = new CompletableFuture<>();
  private final AtomicBoolean lost = new AtomicBoolean();
  private volatile boolean ended;

  ConnectionLog(String address) {
    this.address = address;
  }

  /** Completed once the first attempt to connect has succeeded or failed. */
  CompletableFuture<Void> tried() {
    return tried;
  }

  /** The node is connected and can be asked. */
  void begin() {
    tried.complete(null);
  }

  /** The node is closed: what is lost from now on is meant to be. */
  void end() {
    ended = true;
  }

  @Override
  public void connectionFailure(@Nullable Throwable cause) {
    tried.complete(null);
    if (isRefusedUser(cause)) { // no attempt follows
      LOG.error("Memcached at {} refuses the user; it is not asked again", address, cause);
    } else {
      sayLost(cause);
    }
  }

  private static boolean isRefusedUser(@Nullable Throwable cause) {
    return cause instanceof MemcacheAuthenticationException
        || (cause != null && cause.getCause() instanceof MemcacheAuthenticationException);
  }

  @Override
  public void connectionLost(@Nullable Throwable cause, HostAndPort node) {
    sayLost(cause);
  }

  @Override
  public void reconnectionQueuedFromError(
      @Nullable Throwable cause, HostAndPort node, long backOffMillis, int attempt) {
    tried.complete(null);
    sayLost(cause);
  }

  @Override
  public void reconnectionSuccessful(HostAndPort node, int attempt, boolean willStayConnected) {
    if (lost.getAndSet(false)) {
      LOG.info("Memcached at {} is back", address);
    }
  }

  private void sayLost(@Nullable Throwable cause) {
    if (!ended && !lost.getAndSet(true)) {
      LOG.warn("Memcached at {} is not connected: {}", address, String.valueOf(cause));
    }
  }
}
