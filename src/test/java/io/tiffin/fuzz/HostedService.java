package io.tiffin.fuzz;

import io.tiffin.fixture.RedisBinary;
import io.tiffin.fixture.RedisServer;
import io.tiffin.fixture.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/**
 * The whole service in a process of its own, on a Redis with a password, with a secret in every
 * place that may hold one. It takes seconds to start, so the tests of this room share it.
 */
final class HostedService {

  private static final int SCALE = Integer.getInteger("tiffin.test.scale", 1);

  /** Beyond this many requests a log of every detail fills the disk. Chosen. */
  private static final int DETAILED = 10;

  private static HostedService shared;

  private final ServiceProcess process;

  private HostedService() throws IOException {
    Path directory = Files.createTempDirectory("tiffin-fuzz-");
    RedisServer redis = RedisServer.of(RedisBinary.BUNDLED).password(Canaries.REDIS).start();
    process = ServiceProcess.launch(directory, settings(redis));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(redis, directory)));
    process.awaitListening();
  }

  /** The one that all share, which ends with this process. */
  static synchronized HostedService shared() {
    if (shared == null) {
      try {
        shared = new HostedService();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return shared;
  }

  private static List<String> settings(RedisServer redis) {
    List<String> settings = new ArrayList<>(Canaries.settings());
    settings.add("spring.data.redis.host=" + redis.host());
    settings.add("spring.data.redis.port=" + redis.port());
    settings.add("spring.data.redis.password=" + Canaries.REDIS);
    settings.add("tiffin.store.tiers=near-cache,redis");
    settings.add("tiffin.warm-up.limit=0s");
    settings.add("logging.level.io.tiffin=" + (SCALE > DETAILED ? "info" : "debug"));
    // All that can be shown, to who may see all.
    settings.add("management.endpoints.web.exposure.include=*");
    settings.add("management.endpoints.web.exposure.exclude=heapdump");
    settings.add("management.endpoint.health.show-details=always");
    settings.add("management.endpoint.env.show-values=always");
    settings.add("management.endpoint.configprops.show-values=always");
    return settings;
  }

  private void stop(RedisServer redis, Path directory) {
    process.kill();
    redis.kill();
    try {
      FileSystemUtils.deleteRecursively(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port(Port port) {
    return port == Port.API ? process.port() : process.managementPort();
  }

  /** All that it has written to its log so far. */
  String log() {
    return process.said();
  }
}
