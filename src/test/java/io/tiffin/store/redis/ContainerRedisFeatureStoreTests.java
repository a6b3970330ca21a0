package io.tiffin.store.redis;

import io.tiffin.fixture.DockerImages;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.FeatureStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** The contract on a Redis in a container, where Docker runs. */
class ContainerRedisFeatureStoreTests extends FeatureStoreContract {

  private static final String IMAGE = "redis:7.0";
  private static final int PORT = 6379;

  private static GenericContainer<?> container;
  private static RedisRoom room;

  @BeforeAll
  static void start() {
    DockerImages.require(IMAGE);
    container = new GenericContainer<>(DockerImageName.parse(IMAGE)).withExposedPorts(PORT);
    container.start();
    room =
        RedisRoom.with(
                "spring.data.redis.host", container.getHost(),
                "spring.data.redis.port", Integer.toString(container.getMappedPort(PORT)))
            .connected();
  }

  @AfterAll
  static void end() {
    if (container != null) {
      room.close();
      container.close();
    }
  }

  @Override
  protected FeatureStore open() {
    return room.store();
  }
}
