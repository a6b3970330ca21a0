package io.tiffin.store.redis;

import io.tiffin.fixture.RedisBinary;
import io.tiffin.fixture.RedisServer;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.FeatureStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class BundledRedisFeatureStoreTests extends FeatureStoreContract {

  private static RedisServer server;
  private static RedisRoom room;

  @BeforeAll
  static void start() {
    server = RedisServer.start(RedisBinary.BUNDLED);
    room = RedisRoom.at(server);
  }

  @AfterAll
  static void end() {
    room.close();
    server.close();
  }

  @Override
  protected FeatureStore open() {
    return room.store();
  }
}
