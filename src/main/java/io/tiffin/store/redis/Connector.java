package io.tiffin.store.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;

/** How connections are made, by what the servers are to each other. Thread-safe. */
sealed interface Connector permits MasterConnector, ClusterConnector {

  /**
   * Makes a connection; waits for it.
   *
   * @throws io.lettuce.core.RedisException if it cannot be made now
   */
  Connected connect();

  /** Keys of one shard can be in one command. */
  int shard(byte[] key);

  /** Whether a connection to one silent server serves the others all the same. */
  boolean outlivesASilentServer();

  static Connector of(AbstractRedisClient client) {
    return switch (client) {
      case RedisClusterClient cluster -> new ClusterConnector(cluster);
      case RedisClient single -> new MasterConnector(single);
      default -> throw new IllegalArgumentException("unknown client " + client.getClass());
    };
  }
}
