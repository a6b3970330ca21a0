package io.tiffin.store.memcached;

import io.tiffin.fixture.DockerImages;
import io.tiffin.fixture.MemcachedServer;
import io.tiffin.store.RowCache;
import io.tiffin.store.RowCacheContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** The contract kit against the official image, where Docker runs. */
@Timeout(120)
class ContainerMemcachedRowCacheTests extends RowCacheContract {

  private static final String IMAGE = "memcached:1.6";
  private static GenericContainer<?> server;

  @BeforeAll
  static void start() {
    DockerImages.require(IMAGE);
    server = new GenericContainer<>(DockerImageName.parse(IMAGE)).withExposedPorts(11_211);
    server.start();
  }

  @AfterAll
  static void end() {
    if (server != null) {
      server.stop();
    }
  }

  @Override
  protected RowCache open() {
    return MemcachedCaches.patient(server.getHost(), server.getMappedPort(11_211));
  }

  @Override
  protected void forgetAll() {
    MemcachedServer.flush(server.getMappedPort(11_211));
  }

  /** The server's limit is for the key, the row and its own header together. */
  @Override
  protected int largestBody() {
    return 1_000_000;
  }
}
