package io.tiffin.store.bigtable;

import io.tiffin.fixture.DockerImages;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.FeatureStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The contract on Google's emulator in a container, where Docker runs. */
class ContainerBigtableFeatureStoreTests extends FeatureStoreContract {

  private static final String IMAGE = "google/cloud-sdk:emulators";
  private static final int PORT = 8086;

  private static GenericContainer<?> container;
  private static BigtableRoom room;

  @BeforeAll
  static void start() {
    DockerImages.require(IMAGE);
    container =
        new GenericContainer<>(DockerImageName.parse(IMAGE))
            .withExposedPorts(PORT)
            .withCommand(
                "gcloud", "beta", "emulators", "bigtable", "start", "--host-port=0.0.0.0:" + PORT)
            .waitingFor(Wait.forListeningPort());
    container.start();
    room = BigtableRoom.at(container.getMappedPort(PORT));
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
