package io.tiffin.store.memcached;

import io.tiffin.store.RowCache;
import io.tiffin.store.RowCacheContract;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.utility.DockerImageName;

/** The contract kit against the official image, where Docker runs. */
@Timeout(120)
@Testcontainers(disabledWithoutDocker = true)
class ContainerMemcachedRowCacheTests extends RowCacheContract {

  @Container
  @SuppressWarnings("resource") // ended by the extension
  private static final GenericContainer<?> SERVER =
      new GenericContainer<>(DockerImageName.parse("memcached:1.6-alpine"))
          .withExposedPorts(11_211);

  @Override
  protected RowCache open() {
    return MemcachedCaches.patient(SERVER.getHost(), SERVER.getMappedPort(11_211));
  }

  /** The server's limit is for the key, the row and its own header together. */
  @Override
  protected int largestBody() {
    return 1_000_000;
  }
}
