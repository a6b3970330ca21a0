package io.tiffin.registry;

import io.tiffin.fixture.RedisBinary;
import io.tiffin.fixture.RedisServer;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.store.redis.RedisStores;
import io.tiffin.store.rocksdb.RocksDbStores;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

class FleetTests {

  @Nested
  class InMemory extends FleetContract {

    @Override
    FeatureStore source() {
      return new InMemoryFeatureStore();
    }
  }

  @Nested
  class Embedded extends FleetContract {

    private FeatureStore store;

    @Override
    FeatureStore source() throws Exception {
      store = RocksDbStores.open(directory.resolve("store"));
      return store;
    }

    @AfterEach
    void end() {
      store.close();
    }
  }

  @Nested
  class OnRedis extends FleetContract {

    private static RedisServer server;
    private static RedisStores stores;

    @BeforeAll
    static void begin() {
      server = RedisServer.start(RedisBinary.BUNDLED);
      stores = RedisStores.at(server);
    }

    @AfterAll
    static void end() {
      stores.close();
      server.close();
    }

    @Override
    FeatureStore source() {
      var _ = server.execute("FLUSHALL");
      return stores.open();
    }
  }
}
