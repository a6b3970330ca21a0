package io.tiffin.store.redis;

import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Masters that share the slots; reads go to the masters too. */
record ClusterConnector(RedisClusterClient client) implements Connector {

  @Override
  public Connected connect() {
    client.refreshPartitions();
    StatefulRedisClusterConnection<byte[], byte[]> connection =
        client.connect(ByteArrayCodec.INSTANCE);
    return new Connected(connection, connection.async(), () -> pings(connection.async()));
  }

  private static List<CompletableFuture<String>> pings(
      RedisAdvancedClusterAsyncCommands<byte[], byte[]> commands) {
    return commands.upstream().commands().ping().stream()
        .map(ping -> ping.toCompletableFuture())
        .toList();
  }

  @Override
  public int shard(byte[] key) {
    return SlotHash.getSlot(key);
  }

  @Override
  public boolean outlivesASilentServer() {
    return true;
  }
}
