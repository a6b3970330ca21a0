package io.tiffin.store.memcached;

import io.tiffin.fixture.MemcachedServer;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.store.RowCache;
import io.tiffin.store.RowCacheContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** The contract kit against two real servers, by the binary protocol. */
@Timeout(60)
class MemcachedRowCacheTests extends RowCacheContract {

  private static ServerProcess one;
  private static ServerProcess other;

  @BeforeAll
  static void start() {
    one = MemcachedServer.start();
    other = MemcachedServer.start();
  }

  @AfterAll
  static void end() {
    one.close();
    other.close();
  }

  @Override
  protected RowCache open() {
    return MemcachedCaches.patient(one.port(), other.port());
  }

  @Override
  protected void forgetAll() {
    MemcachedServer.flush(one.port());
    MemcachedServer.flush(other.port());
  }

  /** The server's limit is for the key, the row and its own header together. */
  @Override
  protected int largestBody() {
    return 1_000_000;
  }
}
