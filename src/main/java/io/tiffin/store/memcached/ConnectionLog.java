package io.tiffin.store.memcached;

import com.spotify.folsom.guava.HostAndPort;
import com.spotify.folsom.reconnect.AbstractReconnectionListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that a node is lost, and once that it is back, however many attempts lie between. */
final class ConnectionLog extends AbstractReconnectionListener {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionLog.class);

  private final String address;
  private final CompletableFuture<Void> tried;
  private final AtomicBoolean lost = new AtomicBoolean();

  /**
   * @param tried to be completed when an attempt to connect has failed
   */
  ConnectionLog(String address, CompletableFuture<Void> tried) {
    this.address = address;
    this.tried = tried;
  }

  @Override
  public void connectionFailure(@Nullable Throwable cause) { // it refused the user: no attempt follows
    tried.complete(null);
    LOG.error("Memcached at {} cannot be used: {}", address, String.valueOf(cause));
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
    if (!lost.getAndSet(true)) {
      LOG.warn("Memcached at {} is not connected: {}", address, String.valueOf(cause));
    }
  }
}
