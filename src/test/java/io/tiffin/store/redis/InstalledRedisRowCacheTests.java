package io.tiffin.store.redis;

import io.tiffin.fixture.RedisBinary;
import io.tiffin.fixture.RedisServer;
import io.tiffin.store.RowCache;
import io.tiffin.store.RowCacheContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class InstalledRedisRowCacheTests extends RowCacheContract {

  private static RedisServer server;
  private static RedisRoom room;

  @BeforeAll
  static void start() {
    server = RedisServer.start(RedisBinary.INSTALLED);
    room = RedisRoom.at(server);
  }

  @AfterAll
  static void end() {
    room.close();
    server.close();
  }

  @Override
  protected RowCache open() {
    return room.cache();
  }

  @Override
  protected void forgetAll() {
    var _ = server.execute("FLUSHALL");
  }
}
