package io.tiffin.store.redis;

import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.push.PushMessage;
import io.tiffin.store.RowChanges;
import io.tiffin.store.redis.RedisLink.Attendant;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows that others wrote, by RESP3 client tracking in broadcast mode: Redis pushes the keys,
 * whether or not this process has read them. Needs Redis 6. Thread-safe.
 *
 * <p>What this process writes is told too: Redis can leave out what came over the same connection
 * (NOLOOP), but not what a script wrote there. Tracking ends with its connection, so with every new
 * one it is switched on again, and everything is taken for changed.
 */
final class RedisRowChanges implements RowChanges, Attendant {

  private static final Logger LOG = LoggerFactory.getLogger(RedisRowChanges.class);
  private static final String INVALIDATE = "invalidate";
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final RedisKeys keys;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private @Nullable Connected tracked;
  private @Nullable Connected heard; // by the link's own thread only, as the next
  private boolean complained;

  RedisRowChanges(RedisKeys keys) {
    this.keys = keys;
  }

  @Override
  public synchronized void listen(Listener listener) {
    listeners.add(listener);
    listener.told(tracked != null);
  }

  @Override
  public void attend(Connected connected) throws InterruptedException {
    if (listeners.isEmpty() || isTracked(connected)) {
      return;
    }
    if (connected.connection() instanceof StatefulRedisConnection<byte[], byte[]> connection) {
      if (heard != connected) {
        connection.addListener(this::pushed);
        heard = connected;
      }
      track(connected);
    }
  }

  private void track(Connected connected) throws InterruptedException {
    TrackingArgs broadcast = TrackingArgs.Builder.enabled().bcast().prefixes(keys.prefix());
    try {
      var _ =
          connected
              .ask(commands -> commands.clientTracking(broadcast))
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      found(connected);
      complained = false;
    } catch (ExecutionException | TimeoutException e) {
      if (!complained) {
        LOG.warn("Redis does not tell of changes, near caches rely on age alone: {}", e.toString());
        complained = true;
      }
    }
  }

  private synchronized boolean isTracked(Connected connected) {
    return tracked == connected;
  }

  private synchronized void found(Connected connected) {
    tracked = connected;
    tell(Listener::changedAny);
    tell(listener -> listener.told(true));
  }

  @Override
  public synchronized void lost() {
    if (tracked != null) {
      tracked = null;
      tell(listener -> listener.told(false));
      tell(Listener::changedAny);
    }
  }

  /** Called by Netty's thread. */
  private void pushed(PushMessage message) {
    if (!message.getType().equals(INVALIDATE)) {
      return;
    }
    List<Object> content = message.getContent();
    if (content.size() > 1 && content.get(1) instanceof List<?> changed) {
      changed.forEach(this::changed);
    } else {
      tell(Listener::changedAny); // FLUSHALL and FLUSHDB
    }
  }

  private void changed(@Nullable Object key) {
    if (key instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      keys.rowKey(bytes).ifPresent(rowKey -> tell(listener -> listener.changed(rowKey)));
    }
  }

  private void tell(Consumer<Listener> told) {
    listeners.forEach(told);
  }
}
