package io.tiffin.fault;

import io.tiffin.fixture.MemcachedServer;
import io.tiffin.fixture.RedisBinary;
import io.tiffin.fixture.RedisServer;
import io.tiffin.fixture.ServerProcess;
import java.util.List;

/** A real server behind a tier, and what can be done to it. */
interface Backend extends AutoCloseable {

  int port();

  /** The list of tiers with it, for {@code tiffin.store.tiers}. */
  String tiers();

  /** What answers are told apart by when it works. */
  String source();

  /** Whether what it forgets is lost. */
  boolean isSource();

  /** How a service is told to find it on this loopback port. */
  List<String> foundAt(int port);

  void freeze();

  void thaw();

  /** Ends it without a word, and starts it again, empty. */
  void restart();

  void forgetAll();

  @Override
  void close();

  /** Memcached in front of a source that always answers. */
  static Backend memcached() {
    ServerProcess server = MemcachedServer.start();
    return new Backend() {
      @Override
      public int port() {
        return server.port();
      }

      @Override
      public String tiers() {
        return "memcached,in-memory";
      }

      @Override
      public String source() {
        return "MEMCACHED";
      }

      @Override
      public boolean isSource() {
        return false;
      }

      @Override
      public List<String> foundAt(int port) {
        return List.of("tiffin.store.memcached.servers=127.0.0.1:" + port);
      }

      @Override
      public void freeze() {
        server.freeze();
      }

      @Override
      public void thaw() {
        server.thaw();
      }

      @Override
      public void restart() {
        server.restart();
      }

      @Override
      public void forgetAll() {
        MemcachedServer.flush(server.port());
      }

      @Override
      public void close() {
        server.close();
      }
    };
  }

  /** Redis in front of a source that always answers. */
  static Backend redisAsCache() {
    return new Redis("redis,in-memory", false);
  }

  /** Redis as the source of truth, with nothing in front of it. */
  static Backend redisAsSource() {
    return new Redis("redis", true);
  }

  /** A Redis that keeps nothing over a restart. */
  final class Redis implements Backend {

    private final RedisServer server = RedisServer.start(RedisBinary.BUNDLED);
    private final String tiers;
    private final boolean source;

    Redis(String tiers, boolean source) {
      this.tiers = tiers;
      this.source = source;
    }

    @Override
    public int port() {
      return server.port();
    }

    @Override
    public String tiers() {
      return tiers;
    }

    @Override
    public String source() {
      return "REDIS";
    }

    @Override
    public boolean isSource() {
      return source;
    }

    @Override
    public List<String> foundAt(int port) {
      return List.of("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + port);
    }

    @Override
    public void freeze() {
      server.freeze();
    }

    @Override
    public void thaw() {
      server.thaw();
    }

    @Override
    public void restart() {
      server.kill();
      server.start();
    }

    @Override
    public void forgetAll() {
      var _ = server.execute("FLUSHALL");
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
