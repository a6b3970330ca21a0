package io.tiffin.store.dynamodb;

import io.tiffin.fixture.DockerImages;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.FeatureStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** The contract on Amazon's own image of DynamoDB Local, where Docker runs. */
class ContainerDynamoDbFeatureStoreTests extends FeatureStoreContract {

  private static final String IMAGE = "amazon/dynamodb-local:2.6.1";
  private static final int PORT = 8000;

  private static GenericContainer<?> container;

  @BeforeAll
  static void start() {
    DockerImages.require(IMAGE);
    container = new GenericContainer<>(DockerImageName.parse(IMAGE)).withExposedPorts(PORT);
    container.start();
  }

  @AfterAll
  static void end() {
    if (container != null) {
      container.close();
    }
  }

  @Override
  protected FeatureStore open() {
    return DynamoDbRoom.at(container.getHost(), container.getMappedPort(PORT));
  }

  /** An item takes 400 KB with its names, key, revision and envelope. */
  @Override
  protected int largestBody() {
    return 400 * 1_024 - 600;
  }
}
