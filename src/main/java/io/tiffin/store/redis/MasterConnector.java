package io.tiffin.store.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.List;

/** A server of its own, or the master that Sentinels name at the time of connecting. */
record MasterConnector(RedisClient client) implements Connector {

  @Override
  public Connected connect() {
    StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
    return new Connected(
        connection,
        connection.async(),
        () -> List.of(connection.async().ping().toCompletableFuture()));
  }

  @Override
  public int shard(byte[] key) {
    return 0;
  }

  @Override
  public boolean outlivesASilentServer() {
    return false;
  }
}
