package io.tiffin.store.redis;

import io.tiffin.fixture.RedisServer;
import io.tiffin.store.FeatureStore;

/** Redis as a source of truth for tests of other rooms, without Spring; closed by the test. */
public final class RedisStores implements AutoCloseable {

  private final RedisRoom room;

  private RedisStores(RedisRoom room) {
    this.room = room;
  }

  /** As one process sees a server, connected. */
  public static RedisStores at(RedisServer server) {
    return new RedisStores(RedisRoom.at(server));
  }

  public FeatureStore open() {
    return room.store();
  }

  @Override
  public void close() {
    room.close();
  }
}
