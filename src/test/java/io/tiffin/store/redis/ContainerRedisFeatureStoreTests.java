package io.tiffin.store.redis;

import io.tiffin.store.FeatureStore;
import io.tiffin.store.FeatureStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The contract on a Redis in a container, where Docker runs and an image is named: {@code
 * -Dtiffin.test.redis-image=redis:7}. Skipped elsewhere; the other classes run everywhere.
 */
@EnabledIfSystemProperty(named = "tiffin.test.redis-image", matches = ".+")
class ContainerRedisFeatureStoreTests extends FeatureStoreContract {

  private static final int PORT = 6379;

  private static GenericContainer<?> container;
  private static RedisRoom room;

  @BeforeAll
  static void start() {
    String image = System.getProperty("tiffin.test.redis-image");
    container = new GenericContainer<>(DockerImageName.parse(image)).withExposedPorts(PORT);
    container.start();
    room =
        RedisRoom.with(
                "spring.data.redis.host", container.getHost(),
                "spring.data.redis.port", Integer.toString(container.getMappedPort(PORT)))
            .connected();
  }

  @AfterAll
  static void end() {
    room.close();
    container.close();
  }

  @Override
  protected FeatureStore open() {
    return room.store();
  }
}
